package dev.almanac.jobs;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Of how many series and how often something is measured: {@code --series}, {@code --passes}. */
final class BenchRounds {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec verb;

  private int series = 1000;
  private int passes = 3;

  @Option(names = "--series", paramLabel = "N", description = "How many series. Default: 1000.")
  void series(int given) {
    series = atLeastOne("--series", given);
  }

  @Option(
      names = "--passes",
      paramLabel = "N",
      description = "How often; the best counts. Default: 3.")
  void passes(int given) {
    passes = atLeastOne("--passes", given);
  }

  private int atLeastOne(String option, int given) {
    if (given < 1) {
      throw new ParameterException(verb.commandLine(), option + " must be at least 1");
    }
    return given;
  }

  int series() {
    return series;
  }

  int passes() {
    return passes;
  }
}
