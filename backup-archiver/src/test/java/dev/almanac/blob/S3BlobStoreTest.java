package dev.almanac.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class S3BlobStoreTest extends BlobStoreContract {

  private static S3Server server;

  private final String root = "s3://archive/" + UUID.randomUUID();

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
  BlobStore open() {
    return server.open(root);
  }

  private static void assertRefused(BlobStore store, String... parts) {
    try (store) {
      assertThatThrownBy(() -> store.putIfAbsent("a", new byte[1]))
          .isInstanceOf(BlobException.class)
          .hasMessageStartingWith(store.location() + ": cannot ")
          .hasMessageContainingAll(parts);
      assertThatThrownBy(() -> store.stat("a")).isInstanceOf(BlobException.class);
      assertThatThrownBy(() -> store.list("")).isInstanceOf(BlobException.class);
    }
  }

  @Test
  void refusesAWrongSecret() {
    assertRefused(
        S3BlobStore.open(root, server.settings(), server.accessKey(), "wrong"),
        "the secret key does not belong to the access key");
  }

  @Test
  void saysThatThereIsNoSuchBucket() {
    assertRefused(server.open("s3://no-such-bucket"), "there is no such bucket; create it");
  }

  @Test
  void saysThatTheServerCannotBeReached() {
    S3Settings nowhere = server.settings().withEndpoint(URI.create("http://127.0.0.1:1"));
    assertRefused(
        S3BlobStore.open(root, nowhere.withRetries(0), "key", "secret"),
        "the server cannot be reached; check that it runs");
  }

  @Test
  void saysThatTheServersNameIsUnknown() {
    S3Settings nowhere = server.settings().withEndpoint(URI.create("http://no-such-host.invalid"));
    assertRefused(
        S3BlobStore.open(root, nowhere.withRetries(0), "key", "secret"),
        "the server's name is unknown");
  }

  @Test
  void saysThatThereAreNoCredentials() {
    System.setProperty("aws.disableEc2Metadata", "true");
    System.setProperty("aws.sharedCredentialsFile", "no/such/file");
    System.setProperty("aws.configFile", "no/such/file");
    try {
      assertRefused(
          BlobStores.open(root, server.settings()),
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
      try (BlobStore store = BlobStores.open(root)) {
        assertThat(store.putIfAbsent("a", new byte[3])).isTrue();
        assertThat(store.list("")).containsExactly(new BlobInfo("a", 3));
      }
    }
    assertThat(System.getProperty("aws.endpointUrl")).isNull();
  }

  @Test
  void keepsTheStoresOfOneBucketApart() {
    try (BlobStore one = server.open(root + "/one");
        BlobStore another = server.open(root + "/another/");
        BlobStore all = server.open("s3://archive")) {
      one.putIfAbsent("a", new byte[1]);
      another.putIfAbsent("a", new byte[2]);

      assertThat(one.list("")).containsExactly(new BlobInfo("a", 1));
      assertThat(another.list("")).containsExactly(new BlobInfo("a", 2));
      assertThat(all.list(root.substring("s3://archive/".length()))).hasSize(2);
    }
  }
}
