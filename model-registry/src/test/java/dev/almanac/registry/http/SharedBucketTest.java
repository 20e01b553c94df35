package dev.almanac.registry.http;

import dev.almanac.blob.BlobStore;
import dev.almanac.blob.S3Server;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** In a bucket of a real S3-compatible server, where a change takes many requests. */
class SharedBucketTest extends SharedArchiveContract {

  private static S3Server server;

  @BeforeAll
  static void start() {
    server = S3Server.start();
    server.createBucket("archive");
  }

  @AfterAll
  static void stopTheBucket() {
    server.close();
  }

  @Override
  BlobStore store(Path folder) {
    return server.open("s3://archive/" + folder.getFileName());
  }

  @Override
  int published() {
    return 10;
  }
}
