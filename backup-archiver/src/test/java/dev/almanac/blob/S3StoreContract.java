package dev.almanac.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a store on a real S3-compatible server promises besides. */
abstract class S3StoreContract extends BlobStoreContract {

  private final String root = "s3://archive/" + UUID.randomUUID();

  /** A running server that has a bucket {@code archive}. */
  abstract S3Server server();

  final String root() {
    return root;
  }

  @Override
  public final BlobStore open() {
    return server().open(root);
  }

  static void assertRefused(BlobStore store, String... parts) {
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
        S3BlobStore.open(root, server().settings(), server().accessKey(), "wrong"),
        "the secret key does not belong to the access key");
  }

  @Test
  void saysThatThereIsNoSuchBucket() {
    assertRefused(server().open("s3://no-such-bucket"), "there is no such bucket; create it");
  }

  @Test
  void keepsTheStoresOfOneBucketApart() {
    try (BlobStore one = server().open(root + "/one");
        BlobStore another = server().open(root + "/another/");
        BlobStore all = server().open("s3://archive")) {
      one.putIfAbsent("a", new byte[1]);
      another.putIfAbsent("a", new byte[2]);

      assertThat(one.list("")).containsExactly(new BlobInfo("a", 1));
      assertThat(another.list("")).containsExactly(new BlobInfo("a", 2));
      assertThat(all.list(root.substring("s3://archive/".length()))).hasSize(2);
    }
  }
}
