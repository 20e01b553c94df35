package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.tsdb.synthetic.GeneratedSnapshot;
import dev.almanac.tsdb.synthetic.SnapshotSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;

/**
 * An archive with something to see in every view: nights with a backup and one without, a champion,
 * a version that the gate kept back, and a training that failed.
 */
final class ConsoleArchive {

  static final int DAYS = 10;
  static final int SERIES = 20;

  /** Of the nights, this one's backup is missing. */
  private static final int MISSED = 8;

  private static final int FIRST = 6;
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Path folder;

  private ConsoleArchive(Path folder) {
    this.folder = folder;
  }

  /** Makes it, from days that end last night, and returns its root. */
  static Path make(Path folder) throws IOException {
    new ConsoleArchive(folder).make();
    return root(folder);
  }

  private static Path root(Path folder) {
    return folder.resolve("archive");
  }

  private void make() throws IOException {
    Instant start = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(DAYS));
    Path all = Files.createDirectories(folder.resolve("all"));
    List<Path> blocks =
        GeneratedSnapshot.write(
            all,
            new SnapshotSpec(
                288L * SERIES * DAYS, SERIES, start, Duration.ofMinutes(5), Duration.ofDays(1), 1),
            samples -> {});
    for (int days = FIRST; days <= DAYS; days++) {
      if (days != MISSED) {
        Instant night = start.plus(Duration.ofDays(days)).minus(Duration.ofHours(1));
        TrainedArchive.archive(snapshot(blocks.subList(0, days), night), root(folder).toString());
      }
    }
    train(TrainedArchive.CONFIG, ExitCode.DONE);
    train(TrainedArchive.CONFIG + "series:\n  - match: nothing_of_that_name\n", ExitCode.FAILED);
    train(TrainedArchive.CONFIG.replace("seasons: [1d]", "seasons: []"), ExitCode.NO);
  }

  /** Named as Prometheus names them, for that is where a backup has its time from. */
  private Path snapshot(List<Path> blocks, Instant night) throws IOException {
    Path snapshot = folder.resolve(NAME.format(night) + "-1f2e3d4c5b6a7988");
    for (Path block : blocks) {
      Path copy = snapshot.resolve(block.getFileName());
      try (Stream<Path> files = Files.walk(block)) {
        for (Path file : files.toList()) {
          Path to = copy.resolve(block.relativize(file).toString());
          Files.createDirectories(Files.isDirectory(file) ? to : to.getParent());
          if (!Files.isDirectory(file)) {
            Files.createLink(to, file);
          }
        }
      }
    }
    return snapshot;
  }

  private void train(String yaml, ExitCode expected) throws IOException {
    Path config = Files.writeString(folder.resolve("training.yaml"), yaml);
    CommandRun run =
        CommandRun.of("train", "--archive", root(folder).toString(), "--config", config.toString());
    assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(expected);
  }

  /** A token of the archive. */
  static String token(Path root) {
    CommandRun run =
        CommandRun.of(
            "token", "create", "--archive", root.toString(), "--name", "ada", "--scope", "read");
    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    return run.out().strip();
  }
}
