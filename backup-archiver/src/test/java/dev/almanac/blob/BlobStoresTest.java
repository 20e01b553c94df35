package dev.almanac.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlobStoresTest {

  private static final S3Settings SETTINGS = S3Settings.DEFAULT.withRegion("eu-central-1");

  @Test
  void opensAFolder(@TempDir Path folder) {
    try (BlobStore store = BlobStores.open(folder.toString())) {
      assertThat(store).isInstanceOf(DirectoryBlobStore.class);
      assertThat(store.location()).isEqualTo(folder.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3://bucket", "s3://bucket/", "s3://bucket/a/b", "s3://bucket/a/b/"})
  void opensABucket(String root) {
    try (BlobStore store = BlobStores.open(root, SETTINGS)) {
      assertThat(store).isInstanceOf(S3BlobStore.class);
      assertThat(store.location()).isEqualTo(root);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gs://bucket", "s3a://bucket", "http://host/x", "file:///tmp", "S3://b"})
  void refusesASchemeItDoesNotKnow(String root) {
    assertThatThrownBy(() -> BlobStores.open(root))
        .isInstanceOf(BlobException.class)
        .hasMessage(
            "%s: no store for %s; name a folder or s3://bucket/prefix",
            root, root.substring(0, root.indexOf("//") + 2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3://", "s3:///a", "s3://b", "s3://bu cket", "s3://bucket/../x"})
  void refusesWhatNamesNoBucket(String root) {
    assertThatThrownBy(() -> BlobStores.open(root, SETTINGS))
        .isInstanceOf(BlobException.class)
        .hasMessageStartingWith(root + ": ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a\u0000b"})
  void refusesWhatIsNoPath(String root) {
    assertThatThrownBy(() -> BlobStores.open(root)).isInstanceOf(BlobException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"host:9000", "ftp://host", "http:///path", "host"})
  void refusesAnEndpointThatIsNoServer(String endpoint) {
    assertThatThrownBy(() -> SETTINGS.withEndpoint(URI.create(endpoint)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(endpoint);
  }

  @Test
  void refusesSettingsThatCannotWork() {
    Duration second = Duration.ofSeconds(1);
    assertThatThrownBy(() -> SETTINGS.withTimeouts(Duration.ZERO, second))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SETTINGS.withTimeouts(second, second.negated()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SETTINGS.withRetries(-1)).isInstanceOf(IllegalArgumentException.class);
  }
}
