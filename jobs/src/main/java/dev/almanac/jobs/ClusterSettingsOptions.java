package dev.almanac.jobs;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the processes of a cluster are to be told. */
final class ClusterSettingsOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec verb;

  @Option(
      names = "--slots",
      paramLabel = "N",
      defaultValue = "2",
      description =
          "How many pieces of work a TaskManager does at a time. Default: ${DEFAULT-VALUE}.")
  private int slots;

  @Option(
      names = "--conf",
      paramLabel = "DIR",
      description = "The folder of config.yaml. Default: Almanac's own flink-conf.")
  private Path configuration = Path.of(System.getProperty("almanac.home", "."), "flink-conf");

  @Option(
      names = "-D",
      paramLabel = "KEY=VALUE",
      description = "A setting of Flink that goes before config.yaml; no secret.")
  private Map<String, String> overrides = new LinkedHashMap<>();

  /** The settings of so many TaskManagers. */
  ClusterSettings settings(int taskManagers, int port) {
    if (slots < 1) {
      throw new ParameterException(verb.commandLine(), "--slots must be at least 1");
    }
    return new ClusterSettings(
        configuration.toAbsolutePath().normalize(), taskManagers, slots, port, overrides);
  }
}
