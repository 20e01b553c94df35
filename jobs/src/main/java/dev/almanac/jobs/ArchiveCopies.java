package dev.almanac.jobs;

import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.blob.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * The Parquet files of an archive wherever it is: in its folder, or as copies under {@code
 * $XDG_CACHE_HOME/almanac} (by default {@code ~/.cache/almanac}), which may be deleted at any time.
 */
final class ArchiveCopies {

  private static final String REMOTE = "s3://";

  private final UnaryOperator<String> environment;

  ArchiveCopies(UnaryOperator<String> environment) {
    this.environment = environment;
  }

  ArchiveFiles of(String root, Console console) throws IOException {
    if (!root.startsWith(REMOTE)) {
      return ArchiveFiles.in(Path.of(root));
    }
    try (BlobStore store = BlobStores.open(root);
        StatusLine status = console.status()) {
      return new LocalCopy(store, cache().resolve(nameOf(root))).refresh(status);
    }
  }

  private Path cache() {
    String named = environment.apply("XDG_CACHE_HOME");
    Path caches =
        named != null ? Path.of(named) : Path.of(System.getProperty("user.home"), ".cache");
    return caches.resolve("almanac");
  }

  /** The same bucket name may stand for another bucket on another server. */
  private String nameOf(String root) {
    String server =
        environment.apply("AWS_ENDPOINT_URL_S3")
            + "\n"
            + environment.apply("AWS_ENDPOINT_URL")
            + "\n"
            + environment.apply("AWS_PROFILE");
    return Sha256.of((server + "\n" + root).getBytes(StandardCharsets.UTF_8)).substring(0, 32);
  }
}
