package dev.almanac.registry.http;

import org.junit.jupiter.api.Tag;

/** The same with a hundred publications at once, which takes minutes. */
@Tag("needs-all")
class CrowdedBucketTest extends SharedBucketTest {

  @Override
  int published() {
    return 100;
  }
}
