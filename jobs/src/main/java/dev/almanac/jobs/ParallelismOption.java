package dev.almanac.jobs;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How many pieces of a backup are worked on at a time: {@code --parallelism}. */
final class ParallelismOption {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec verb;

  private int workers = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      description = "How many pieces to work on at a time. Default: one per processor.")
  void use(int given) {
    if (given < 1) {
      throw new ParameterException(verb.commandLine(), "--parallelism must be at least 1");
    }
    workers = given;
  }

  int workers() {
    return workers;
  }
}
