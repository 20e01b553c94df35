package dev.almanac.catalog;

import dev.almanac.series.TimeRange;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Manifests for tests. */
final class Manifests {

  private Manifests() {}

  /** A file of src/test/resources/manifests. */
  static byte[] golden(String name) {
    try (InputStream file = Manifests.class.getResourceAsStream("/manifests/" + name)) {
      return file.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Manifest valid() {
    return ManifestCodec.read(golden("v1-valid.json"), "v1-valid.json");
  }

  /** A backup of nothing. */
  static Manifest named(String id) {
    return new Manifest(
        id,
        Instant.EPOCH,
        Instant.EPOCH,
        "test",
        new Manifest.Source("", "", List.of()),
        List.of(),
        List.of(),
        List.of(),
        Map.of(),
        new Manifest.Totals(new TimeRange(0, 0), 0, 0, 0, 0, 0, 0, 0));
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
