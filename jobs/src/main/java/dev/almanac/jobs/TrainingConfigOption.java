package dev.almanac.jobs;

import dev.almanac.training.TrainingConfig;
import dev.almanac.training.TrainingConfigReader;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What is learned: {@code --config}, else the default. */
final class TrainingConfigOption {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Which series are learned, and how: a training.yaml.")
  private Path file;

  TrainingConfig read() {
    return file == null ? TrainingConfig.DEFAULT : TrainingConfigReader.read(file);
  }
}
