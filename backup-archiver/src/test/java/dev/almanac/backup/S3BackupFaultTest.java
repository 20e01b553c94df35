package dev.almanac.backup;

import static dev.almanac.backup.SnapshotFolder.DAY;
import static dev.almanac.backup.SnapshotFolder.HOUR;
import static dev.almanac.backup.SnapshotFolder.MIDNIGHT;
import static dev.almanac.backup.SnapshotFolder.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.almanac.blob.BlobException;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.FaultyNetwork;
import dev.almanac.blob.FaultyNetwork.Fault;
import dev.almanac.blob.S3Server;
import dev.almanac.catalog.Catalog;
import dev.almanac.catalog.Manifest;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A backup into a bucket whose server fails for good at some request: no manifest ever names what
 * is not there, and the next run makes the backup.
 */
class S3BackupFaultTest {

  private static final int MOMENTS = 10;

  private static S3Server server;

  @TempDir Path folder;
  private final String bucket = "b-" + UUID.randomUUID();
  private FaultyNetwork network;
  private BlobStore direct;
  private Path tonight;

  @BeforeAll
  static void startServer() {
    server = S3Server.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  /** A night before, on which tonight builds. */
  @BeforeEach
  void archiveTheNightBefore() {
    server.createBucket(bucket);
    direct = server.open(root());
    network = FaultyNetwork.before(server.endpoint());
    server.asDefaultBehind(network.endpoint());
    backup(snapshot("20261201T000000Z-1f2e3d4c5b6a7988", 30));
    tonight = snapshot("20261202T000000Z-1f2e3d4c5b6a7988", 32);
  }

  @AfterEach
  void close() {
    direct.close();
    network.close();
  }

  private String root() {
    return "s3://" + bucket + "/prometheus";
  }

  private Path snapshot(String name, int hours) {
    return new SnapshotFolder(folder.resolve(name))
        .block(block -> block.floats("up", MIDNIGHT, MIDNIGHT + DAY, MINUTE))
        .block(block -> block.floats("up", MIDNIGHT + DAY, MIDNIGHT + hours * HOUR, MINUTE))
        .path();
  }

  private Manifest backup(Path snapshot) {
    return SerialBackup.of(
        new ArchiveRequest(snapshot, root(), new Manifest.Source("here", "", List.of()), "test"));
  }

  /** What the failed run holds is free: another process would see that its holder is dead. */
  private void recover() {
    network.failAfter(Long.MAX_VALUE, FaultyNetwork.NONE);
    DyingStore.forgetLocks(direct);
  }

  private void assertEveryListedBackupIsWhole() {
    ArchiveCheck check = new ArchiveCheck(direct, bytes -> {});
    assertThat(new Catalog(direct).backups())
        .isNotEmpty()
        .allSatisfy(backup -> assertThat(check.bytes(backup)).isEmpty());
  }

  static Stream<Arguments> lastingFaults() {
    return Stream.of(
        Arguments.of("the credentials have expired", FaultyNetwork.error(400, "ExpiredToken")),
        Arguments.of("access is denied", FaultyNetwork.error(403, "AccessDenied")),
        Arguments.of("the bucket is gone", FaultyNetwork.error(404, "NoSuchBucket")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lastingFaults")
  void neverListsABackupThatLacksAFileThough(String what, Fault fault) {
    long requests = requestsOfABackup();
    for (int moment = 0; moment < MOMENTS; moment++) {
      long passing = moment * requests / MOMENTS;
      network.failAfter(passing, fault);

      Throwable failure = catchThrowable(() -> backup(tonight));

      recover();
      assertThat(failure)
          .as("after %d of %d requests", passing, requests)
          .satisfiesAnyOf(
              none -> assertThat(none).isNull(), // all that failed came after the manifest
              e -> assertThat(e).isInstanceOf(BlobException.class),
              e -> assertThat(e).hasRootCauseInstanceOf(BlobException.class));
      assertEveryListedBackupIsWhole();
    }

    backup(tonight);

    assertThat(new Catalog(direct).backups()).hasSize(2);
    assertEveryListedBackupIsWhole();
    assertThat(direct.pending()).isEmpty();
  }

  /** Of one like tonight's, elsewhere. */
  private long requestsOfABackup() {
    long before = network.count();
    SerialBackup.of(
        new ArchiveRequest(
            tonight, root() + "-counted", new Manifest.Source("here", "", List.of()), "test"));
    return network.count() - before;
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 40})
  void saysWhatIsWrongWhereTheServerBreaksOffForGood(int passing) {
    network.failAfter(passing, FaultyNetwork.RESET);

    assertThatThrownBy(() -> backup(tonight))
        .isInstanceOf(BlobException.class)
        .hasMessageStartingWith(root() + ": cannot ");

    recover();
    assertEveryListedBackupIsWhole();
    backup(tonight);
    assertEveryListedBackupIsWhole();
  }

  @Test
  void makesABackupAnewAfterTheBucketWasRemovedInItsMiddle() {
    network.failAfter(
        requestsOfABackup() / 2,
        (request, client, faulty) -> {
          server.removeBucket(bucket);
          network.failAfter(Long.MAX_VALUE, FaultyNetwork.NONE);
          FaultyNetwork.NONE.happen(request, client, faulty);
        });

    assertThatThrownBy(() -> backup(tonight))
        .isInstanceOf(BlobException.class)
        .hasMessageContaining("there is no such bucket");

    server.createBucket(bucket);
    backup(tonight);
    assertThat(new Catalog(direct).backups()).hasSize(1);
    assertEveryListedBackupIsWhole();
  }
}
