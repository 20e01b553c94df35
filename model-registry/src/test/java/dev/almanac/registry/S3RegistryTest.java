package dev.almanac.registry;

import dev.almanac.blob.BlobStore;
import dev.almanac.blob.S3Server;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** In a bucket of a real S3-compatible server. */
class S3RegistryTest extends RegistryContract {

  private static S3Server server;

  @BeforeAll
  static void start() {
    server = S3Server.start();
    server.createBucket("archive");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Override
  BlobStore store(Path scratch) {
    return server.open("s3://archive/" + UUID.randomUUID());
  }
}
