package dev.almanac.jobs;

import dev.almanac.blob.S3Server;
import org.junit.jupiter.api.Tag;

@Tag("needs-all")
class MinioRoundTripTest extends S3RoundTripContract {

  @Override
  S3Server start() {
    return S3Server.startMinio();
  }
}
