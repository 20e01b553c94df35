package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.tsdb.synthetic.GeneratedSnapshot;
import dev.almanac.tsdb.synthetic.SnapshotSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * An archive of a generated snapshot to restore from: 2026-11-02, from midnight on, in blocks of
 * two hours. Each test has a copy of its own.
 */
abstract class RestoreCase {

  static Path snapshot;
  private static Path pristine;

  @TempDir Path folder;
  Path archive;
  Path into;

  @BeforeAll
  static void archiveOnce(@TempDir Path shared) throws IOException {
    snapshot = Files.createDirectories(shared.resolve("snapshot"));
    GeneratedSnapshot.write(snapshot, SnapshotSpec.of(100_000, 60).inHeadBlocks(), written -> {});
    pristine = shared.resolve("archive");
    CommandRun run =
        CommandRun.of("archive", "--from", snapshot.toString(), "--archive", pristine.toString());
    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
  }

  @BeforeEach
  void copyTheArchive() throws IOException {
    archive = folder.resolve("archive");
    into = folder.resolve("data");
    copy(pristine, archive);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  CommandRun run(String verb, String... more) {
    List<String> words = new ArrayList<>(List.of(verb));
    words.addAll(List.of(more));
    words.addAll(List.of("--archive", archive.toString()));
    return CommandRun.of(words.toArray(String[]::new));
  }

  CommandRun restore(String... more) {
    List<String> words = new ArrayList<>(List.of("latest", "--into", into.toString()));
    words.addAll(List.of(more));
    return run("restore", words.toArray(String[]::new));
  }

  /** Every file below a folder with its content's hash. */
  static Map<String, Integer> tree(Path folder) throws IOException {
    Map<String, Integer> tree = new TreeMap<>();
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          tree.put(folder.relativize(file).toString(), Arrays.hashCode(Files.readAllBytes(file)));
        }
      }
    }
    return tree;
  }

  Path anyFile(String kind) throws IOException {
    try (Stream<Path> files = Files.walk(archive.resolve(kind))) {
      return files.filter(file -> file.toString().endsWith(".parquet")).sorted().findFirst().get();
    }
  }

  void flipABitOf(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.delete(file);
    Files.write(file, bytes);
  }

  void putAWriteAheadLog(Instant lastWritten) throws IOException {
    Path log = Files.createDirectories(into.resolve("wal")).resolve("00000000");
    Files.writeString(log, "log");
    Files.setLastModifiedTime(log, FileTime.from(lastWritten));
  }
}
