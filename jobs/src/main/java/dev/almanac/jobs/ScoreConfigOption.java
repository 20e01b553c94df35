package dev.almanac.jobs;

import dev.almanac.flink.score.ScoreConfig;
import dev.almanac.flink.score.ScoreConfigReader;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How series are scored: {@code --config} and {@code --false-alarms-per-day}. */
final class ScoreConfigOption {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec verb;

  private double alarmsPerDay = ScoreConfig.ALARMS_PER_DAY;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Which series are scored, and how: a score.yaml. Default: all, alike.")
  private Path file;

  @Option(
      names = "--false-alarms-per-day",
      paramLabel = "N",
      description =
          "How many false alarms a day each series may raise, where the file says no other number."
              + " Default: 0.1.")
  void use(double given) {
    if (!(given > 0 && given <= 1000)) {
      throw new ParameterException(
          verb.commandLine(), "--false-alarms-per-day is above 0 and at most 1000");
    }
    alarmsPerDay = given;
  }

  ScoreConfig read() {
    return file == null
        ? ScoreConfig.ofAlarmsPerDay(alarmsPerDay)
        : ScoreConfigReader.read(file, alarmsPerDay);
  }
}
