package dev.almanac.blob;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class S3BlobStoreTest extends S3StoreContract {

  private static S3Server server;

  @BeforeAll
  static void startServer() {
    server = S3Server.start();
    server.createBucket("archive");
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Override
  S3Server server() {
    return server;
  }

  @Test
  void saysThatTheServerCannotBeReached() {
    S3Settings nowhere = server.settings().withEndpoint(URI.create("http://127.0.0.1:1"));
    assertRefused(
        S3BlobStore.open(root(), nowhere.withRetries(0), "key", "secret"),
        "the server cannot be reached; check that it runs");
  }

  @Test
  void saysThatTheServersNameIsUnknown() {
    S3Settings nowhere = server.settings().withEndpoint(URI.create("http://no-such-host.invalid"));
    assertRefused(
        S3BlobStore.open(root(), nowhere.withRetries(0), "key", "secret"),
        "the server's name is unknown");
  }

  @Test
  void saysThatThereAreNoCredentials() {
    System.setProperty("aws.disableEc2Metadata", "true");
    System.setProperty("aws.sharedCredentialsFile", "no/such/file");
    System.setProperty("aws.configFile", "no/such/file");
    try {
      assertRefused(
          BlobStores.open(root(), server.settings()),
          "no credentials; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
    } finally {
      System.clearProperty("aws.disableEc2Metadata");
      System.clearProperty("aws.sharedCredentialsFile");
      System.clearProperty("aws.configFile");
    }
  }

  @Test
  void readsTheServerAndItsCredentialsFromTheEnvironment() {
    try (S3Server other = S3Server.start().asDefault()) {
      other.createBucket("archive");
      try (BlobStore store = BlobStores.open(root())) {
        assertThat(store.putIfAbsent("a", new byte[3])).isTrue();
        assertThat(store.list("")).containsExactly(new BlobInfo("a", 3));
      }
    }
    assertThat(System.getProperty("aws.endpointUrl")).isNull();
  }
}
