package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.almanac.tsdb.synthetic.GeneratedSnapshot;
import dev.almanac.tsdb.synthetic.SnapshotSpec;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command in a JVM of its own whose heap holds a fraction of the samples. */
class BoundedMemoryTest {

  /** As numbers alone the samples take 64 MB, and Flink takes most of the rest. */
  private static final String HEAP = "-Xmx96m";

  private static final long SAMPLES = 4_000_000;

  @TempDir private Path folder;

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void archivesASnapshotThatDoesNotFitIntoTheHeap() throws Exception {
    Path snapshot = Files.createDirectory(folder.resolve("snapshot"));
    GeneratedSnapshot.write(snapshot, SnapshotSpec.of(SAMPLES, 1_000), samples -> {});

    JsonNode backup =
        answer("archive", "--from", snapshot.toString(), "--archive", archive().toString());

    assertThat(backup.path("samples").asLong()).isEqualTo(SAMPLES);
  }

  /** What a block of many days takes is a little for each, not the samples. */
  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void restoresABlockOfManyDaysThatDoesNotFitIntoTheHeap() throws Exception {
    Path snapshot = Files.createDirectory(folder.resolve("snapshot"));
    SnapshotSpec spec =
        new SnapshotSpec(
            SAMPLES / 2,
            500,
            Instant.parse("2026-11-02T00:00:00Z"),
            Duration.ofMinutes(7),
            Duration.ZERO,
            1);
    GeneratedSnapshot.write(snapshot, spec, samples -> {});
    CommandRun archived =
        CommandRun.of("archive", "--from", snapshot.toString(), "--archive", archive().toString());
    assertThat(archived.exit()).as(archived.err()).isEqualTo(ExitCode.DONE);

    JsonNode restored =
        answer(
            "restore",
            "latest",
            "--archive",
            archive().toString(),
            "--into",
            folder.resolve("data").toString());

    assertThat(restored.path("samples").asLong()).isEqualTo(SAMPLES / 2);
    assertThat(restored.path("differences")).isEmpty();
  }

  private Path archive() {
    return folder.resolve("archive");
  }

  /** What the command says in a JVM of its own. */
  private JsonNode answer(String... verb) throws Exception {
    Path errors = folder.resolve("stderr");
    Process process = new ProcessBuilder(command(verb)).redirectError(errors.toFile()).start();
    String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
    return new ObjectMapper().readTree(answer);
  }

  private static List<String> command(String... verb) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(HEAP);
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("--add-opens"))
        .forEach(command::add);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Almanac.class.getName());
    command.addAll(List.of(verb));
    command.add("--json");
    return command;
  }
}
