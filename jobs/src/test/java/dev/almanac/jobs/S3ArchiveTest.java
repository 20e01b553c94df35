package dev.almanac.jobs;

import static dev.almanac.backup.SnapshotFolder.DAY;
import static dev.almanac.backup.SnapshotFolder.HOUR;
import static dev.almanac.backup.SnapshotFolder.MIDNIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.backup.ArchiveListing;
import dev.almanac.backup.SnapshotFolder;
import dev.almanac.blob.BlobInfo;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.blob.S3Server;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same archive in a bucket of a real S3-compatible server. */
class S3ArchiveTest {

  private static final String ROOT = "s3://almanac/prometheus";

  private static S3Server server;
  private static SnapshotFolder snapshot;
  private static Path folder;
  private static CommandRun archived;

  @BeforeAll
  static void archive(@TempDir Path scratch) {
    server = S3Server.start().asDefault();
    server.createBucket("almanac");
    snapshot =
        new SnapshotFolder(scratch.resolve("snapshot"))
            .block(
                block ->
                    block
                        .floats("up", 5, MIDNIGHT, MIDNIGHT + DAY, 60_000)
                        .histograms("latency", MIDNIGHT, MIDNIGHT + HOUR, 60_000))
            .block(block -> block.floats("up", 5, MIDNIGHT + DAY, MIDNIGHT + 2 * DAY, 60_000));
    folder = scratch.resolve("archive");
    archive(folder.toString());
    archived = archive(ROOT);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static CommandRun archive(String root) {
    return CommandRun.of("archive", "--from", snapshot.path().toString(), "--archive", root);
  }

  @Test
  void holdsTheSameFilesAsAFolder() throws Exception {
    assertThat(archived.exit()).as(archived.err()).isEqualTo(ExitCode.DONE);
    assertThat(digests("")).isEqualTo(ArchiveListing.ofData(folder));
  }

  private static SortedMap<String, String> digests(String prefix)
      throws IOException, NoSuchAlgorithmException {
    SortedMap<String, String> digests = new TreeMap<>();
    try (BlobStore store = BlobStores.open(ROOT)) {
      for (BlobInfo blob : store.list(prefix)) {
        if (!blob.key().startsWith("backups/") && !blob.key().startsWith("locks/")) {
          digests.put(blob.key(), sha256(store, blob.key()));
        }
      }
    }
    return digests;
  }

  private static String sha256(BlobStore store, String key)
      throws IOException, NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    try (InputStream bytes = new DigestInputStream(store.open(key), digest)) {
      bytes.transferTo(java.io.OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  @Test
  void leavesNoUploadUnfinished() {
    try (BlobStore store = BlobStores.open(ROOT)) {
      assertThat(store.discardPending(key -> true)).isZero();
    }
  }

  @Test
  void archivesTheSameSnapshotOnlyOnce() {
    assertThat(archive(ROOT).out()).startsWith("Already archived: backup ");
  }

  @Test
  void listsItsBackups() {
    CommandRun ls = CommandRun.of("ls", "--json", "--archive", ROOT);

    assertThat(ls.exit()).as(ls.err()).isEqualTo(ExitCode.DONE);
    assertThat(ls.json()).hasSize(1);
    assertThat(ls.json().get(0).path("samples").asLong()).isEqualTo(2 * 5 * 1440);
  }

  @Test
  void inspectsABackup() {
    CommandRun inspect = CommandRun.of("inspect", "--archive", ROOT);

    assertThat(inspect.exit()).as(inspect.err()).isEqualTo(ExitCode.DONE);
    assertThat(inspect.out()).contains("01JB0EXAMP1E0F0A0B10CK0001");
  }

  private static String sql(Path cache, String root, String question) {
    CommandRun sql =
        CommandRun.of(
            Map.of("XDG_CACHE_HOME", cache.toString()),
            "",
            "sql",
            "--csv",
            "--archive",
            root,
            question);
    assertThat(sql.exit()).as(sql.err()).isEqualTo(ExitCode.DONE);
    return sql.out();
  }

  @Test
  void answersSql(@TempDir Path cache) {
    String answer =
        sql(
            cache,
            ROOT,
            "SELECT count(*) AS n, count(DISTINCT labels) AS s FROM history WHERE name = 'up'");

    assertThat(answer).isEqualTo("n,s\r\n14400,5\r\n");
  }

  @Test
  void everyViewAndMacroShowsWhatItShowsOfAFolder(@TempDir Path cache) {
    String day = "'2026-11-21', '2026-11-23', step := INTERVAL 1 HOUR";
    String question =
        Stream.of(
                "raw_samples",
                "samples",
                "history",
                "latest",
                "series",
                "histograms",
                "rate('up', " + day + ")",
                "increase('up', " + day + ")",
                "resample('up', " + day + ")",
                "align('up', 'up', " + day + ")")
            .map(
                asked ->
                    "SELECT '%s' AS asked, count(*) AS n, bit_xor(hash(t)) AS all_of_it FROM %s AS t"
                        .formatted(asked.substring(0, 4), asked))
            .collect(Collectors.joining(" UNION ALL "));

    String answer = sql(cache, ROOT, question + " ORDER BY asked, n");

    assertThat(answer.lines()).hasSize(11).noneMatch(line -> line.contains(",0,"));
    assertThat(answer).isEqualTo(sql(cache, folder.toString(), question + " ORDER BY asked, n"));
  }

  @Test
  void saysThatThereIsNoSuchBucket() {
    CommandRun run = archive("s3://no-such-bucket/prometheus");

    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err())
        .contains("s3://no-such-bucket/prometheus", "bucket")
        .doesNotContain("internal error");
  }

  @Test
  void saysThatTheCredentialsAreWrong() {
    String secret = System.setProperty("aws.secretAccessKey", "wrong");
    try {
      CommandRun run = archive(ROOT);

      assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
      assertThat(run.err()).contains(ROOT, "403").doesNotContain("internal error", "wrong");
    } finally {
      System.setProperty("aws.secretAccessKey", secret);
    }
  }
}
