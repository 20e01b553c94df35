package dev.almanac.blob;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The store on a real MinIO. */
@Tag("needs-all")
class MinioBlobStoreTest extends S3StoreContract {

  private static S3Server server;

  @BeforeAll
  static void startServer() {
    server = S3Server.startMinio();
    server.createBucket("archive");
  }

  @AfterAll
  static void stopServer() {
    if (server != null) { // there is no MinIO, as the error says
      server.close();
    }
  }

  @Override
  S3Server server() {
    return server;
  }
}
