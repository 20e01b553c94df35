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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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

    Path errors = folder.resolve("stderr");
    Process archive =
        new ProcessBuilder(
                command(
                    "archive",
                    "--from",
                    snapshot.toString(),
                    "--archive",
                    folder.resolve("archive").toString(),
                    "--json"))
            .redirectError(errors.toFile())
            .start();
    String answer = new String(archive.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(archive.waitFor()).as(Files.readString(errors)).isZero();
    JsonNode backup = new ObjectMapper().readTree(answer);
    assertThat(backup.path("samples").asLong()).isEqualTo(SAMPLES);
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
    command.addAll(Stream.of(verb).toList());
    return command;
  }
}
