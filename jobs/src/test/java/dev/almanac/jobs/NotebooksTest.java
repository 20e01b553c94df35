package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every notebook runs from top to bottom over an archive with models and scores, and draws. */
@Tag("needs-all")
class NotebooksTest {

  /** Whoever changes a notebook commits it as it comes out here. */
  private static final Path EXECUTED = Path.of("target", "notebooks").toAbsolutePath();

  private static Path folder;
  private static Path archive;
  private static Path almanac;

  @BeforeAll
  static void archive(@TempDir Path scratch) throws IOException {
    folder = scratch;
    archive = WatchedShop.in(scratch);
    almanac = command();
  }

  /** The command as a notebook calls it, of the classes that are tested. */
  private static Path command() throws IOException {
    String options =
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(option -> option.startsWith("--add-opens"))
            .collect(Collectors.joining(" "));
    Path script =
        Files.writeString(
            folder.resolve("almanac"),
            "#!/bin/sh\nexec '%s' %s -cp '%s' %s \"$@\"\n"
                .formatted(
                    Path.of(System.getProperty("java.home"), "bin", "java"),
                    options,
                    System.getProperty("java.class.path"),
                    Almanac.class.getName()));
    return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"first-look", "capacity", "model", "incident", "versions"})
  void runsFromTopToBottomAndDraws(String notebook) throws Exception {
    Path log = folder.resolve(notebook + ".log");
    ProcessBuilder jupyter =
        new ProcessBuilder(
                List.of(
                    "jupyter",
                    "nbconvert",
                    "--to",
                    "notebook",
                    "--execute",
                    "--ExecutePreprocessor.record_timing=False",
                    "--output-dir",
                    EXECUTED.toString(),
                    Path.of("..", "notebooks", notebook + ".ipynb").toString()))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    jupyter.environment().put("ALMANAC_ARCHIVE", archive.toString());
    jupyter.environment().put("ALMANAC", almanac.toString());

    assertThat(jupyter.start().waitFor()).as(Files.readString(log)).isZero();

    JsonNode executed = new ObjectMapper().readTree(EXECUTED.resolve(notebook + ".ipynb").toFile());
    assertThat(executed.findValues("image/png")).hasSizeGreaterThanOrEqualTo(2);
  }
}
