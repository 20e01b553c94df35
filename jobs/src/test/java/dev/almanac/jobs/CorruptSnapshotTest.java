package dev.almanac.jobs;

import static dev.almanac.backup.SnapshotFolder.HOUR;
import static dev.almanac.backup.SnapshotFolder.MIDNIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.backup.ArchiveListing;
import dev.almanac.backup.SnapshotFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A damaged snapshot: the command says what is wrong where, and the archive is as it was. */
class CorruptSnapshotTest {

  /**
   * What is done to the newer block, and what the message says.
   *
   * @param name for the report
   */
  private record Damage(String name, Change change, List<String> told) {

    @Override
    public String toString() {
      return name;
    }
  }

  private static Damage damage(String name, Change change, String... told) {
    return new Damage(name, change, List.of(told));
  }

  static Stream<Damage> damages() {
    return Stream.of(
        damage(
            "truncated index",
            block -> truncate(block.resolve("index"), -1),
            "/index",
            "expected",
            "found"),
        damage(
            "half an index",
            block -> truncate(block.resolve("index"), -200),
            "/index @ ",
            "expected",
            "found"),
        damage(
            "empty index",
            block -> truncate(block.resolve("index"), 0),
            "/index",
            "expected",
            "found"),
        damage(
            "index of another magic",
            block -> flip(block.resolve("index"), 0),
            "/index @ 0: expected magic"),
        damage(
            "index of an unknown version",
            block -> flip(block.resolve("index"), 4),
            "/index @ 4: expected",
            "found"),
        damage(
            "chunk byte flipped",
            block -> flip(block.resolve("chunks/000001"), 100),
            "/chunks/000001 @ ",
            "CRC",
            "expected",
            "found"),
        damage(
            "last chunk truncated",
            block -> truncate(block.resolve("chunks/000001"), -3),
            "/chunks/000001 @ ",
            "expected",
            "found"),
        damage(
            "chunks of another magic",
            block -> flip(block.resolve("chunks/000001"), 1),
            "/chunks/000001 @ 0: expected magic"),
        damage(
            "no chunks",
            block -> delete(block.resolve("chunks")),
            "/chunks",
            "expected",
            "found none"),
        damage(
            "no first segment",
            block -> Files.delete(block.resolve("chunks/000001")),
            "/chunks",
            "expected",
            "found"),
        damage(
            "broken meta",
            block -> truncate(block.resolve("meta.json"), -20),
            "/meta.json @ ",
            "expected JSON"),
        damage(
            "no meta",
            block -> Files.delete(block.resolve("meta.json")),
            "/meta.json",
            "found no such file"),
        damage(
            "meta of another version",
            block -> replace(block, "\"version\": 1", "\"version\": 7"),
            "/meta.json: expected meta.json of version 1, found version 7"),
        damage(
            "meta of absurd time",
            block -> replace(block, "\"minTime\": 1", "\"minTime\": -1"),
            "says it holds the time from",
            "its meta.json is damaged"),
        damage(
            "meta of another time",
            block -> replace(block, "\"minTime\": 17952", "\"minTime\": 17953"),
            "/meta.json",
            "expected a maxTime not before minTime",
            "found"),
        damage(
            "empty tombstones",
            block -> truncate(block.resolve("tombstones"), 0),
            "/tombstones",
            "expected",
            "found"),
        damage(
            "tombstones of another magic",
            block -> flip(block.resolve("tombstones"), 0),
            "/tombstones @ 0: expected magic"));
  }

  private interface Change {
    void to(Path block) throws IOException;
  }

  private static void truncate(Path file, int size) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, size < 0 ? bytes.length + size : size));
  }

  private static void flip(Path file, int offset) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    bytes.put(offset, (byte) (bytes.get(offset) ^ 0x40));
    Files.write(file, bytes.array());
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static void replace(Path block, String text, String other) throws IOException {
    Path meta = block.resolve("meta.json");
    String json = Files.readString(meta);
    assertThat(json).contains(text);
    Files.writeString(meta, json.replaceFirst(text, other));
  }

  @TempDir private Path temp;
  private Path root;
  private SnapshotFolder damaged;

  @BeforeEach
  void archiveASoundSnapshot() {
    root = temp.resolve("archive");
    SnapshotFolder sound = new SnapshotFolder(temp.resolve("sound"));
    damaged = new SnapshotFolder(temp.resolve("damaged"));
    for (SnapshotFolder snapshot : List.of(sound, damaged)) {
      snapshot.block(block -> content(block, 0));
    }
    damaged.block(block -> content(block, 2));
    assertThat(archive(sound).exit()).isEqualTo(ExitCode.DONE);
  }

  private static void content(SnapshotFolder.Content block, int hour) {
    long from = MIDNIGHT + hour * HOUR;
    block
        .floats("requests_total", 5, from, from + 2 * HOUR, 15_000)
        .floats("up", from, from + 2 * HOUR, 15_000)
        .delete("up", from, from + 1000);
  }

  private CommandRun archive(SnapshotFolder snapshot) {
    return CommandRun.of(
        "archive", "--from", snapshot.path().toString(), "--archive", root.toString());
  }

  @ParameterizedTest
  @MethodSource("damages")
  void tellsWhatIsWrongAndLeavesTheArchiveAsItWas(Damage damage) throws IOException {
    SortedMap<String, String> before = ArchiveListing.of(root);
    damage.change().to(damaged.path().resolve("01JB0EXAMP1E0F0A0B10CK0001"));

    CommandRun run = archive(damaged);

    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err())
        .contains("01JB0EXAMP1E0F0A0B10CK0001")
        .contains(damage.told())
        .doesNotContain("\tat ", "internal error");
    assertThat(run.out()).isEmpty();
    assertThat(ArchiveListing.of(root)).isEqualTo(before);
  }

  @Test
  void archivesTheSnapshotOnceItIsMended() throws IOException {
    Path file = damaged.path().resolve("01JB0EXAMP1E0F0A0B10CK0001/chunks/000001");
    flip(file, 100);
    archive(damaged);
    flip(file, 100);

    CommandRun run = archive(damaged);

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(ArchiveListing.debris(root)).isEmpty();
  }

  @Test
  void failsWhereThereIsNoSnapshot() {
    CommandRun run =
        CommandRun.of("archive", "--from", temp.resolve("typo").toString(), "--archive", "x");

    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err())
        .contains(temp.resolve("typo") + " does not exist: expected a Prometheus snapshot")
        .doesNotContain("internal error");
  }

  @Test
  void failsWhereTheFolderHoldsNoBlock() throws IOException {
    Path empty = Files.createDirectory(temp.resolve("empty"));

    CommandRun run = CommandRun.of("archive", "--from", empty.toString(), "--archive", "x");

    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains(empty + " holds no block").doesNotContain("internal error");
  }
}
