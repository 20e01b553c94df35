package dev.almanac.jobs;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code almanac bench}: how fast and how small, beside what others would use. */
@Command(
    name = "bench",
    description = {"Measures Almanac beside what others would use for the same work.", ""},
    subcommands = {
      BenchArchiveCommand.class,
      BenchRestoreCommand.class,
      BenchForecastCommand.class,
      BenchTrainCommand.class,
      BenchNightCommand.class,
      BenchScoreCommand.class,
      BenchChainCommand.class,
      BenchWatchCommand.class,
      BenchSoakCommand.class,
      BenchAlarmsCommand.class,
      BenchNabCommand.class,
      BenchQueryCommand.class,
      BenchServeCommand.class
    })
final class BenchCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "bench what? " + String.join(", ", spec.commandLine().getSubcommands().keySet()));
  }
}
