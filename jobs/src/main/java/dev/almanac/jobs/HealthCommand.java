package dev.almanac.jobs;

import dev.almanac.install.Finding;
import dev.almanac.install.Health;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code almanac health}: whether every part of the monitoring is well. */
@Command(
    name = "health",
    description = {"Asks every part of the monitoring on this machine whether it is well.", ""},
    footer = {
      "",
      "Exit codes: 0 all is well, 1 something is not, 2 wrong usage, 3 nothing could be asked.",
      "",
      "Example:",
      "  almanac health --record /var/log/monitoring/health.log"
    })
final class HealthCommand extends Verb {

  @Mixin private InstallConfigOption config;

  @Option(
      names = "--record",
      paramLabel = "FILE",
      description = "Add what was found as a line of JSON: the history.")
  private Path record;

  @Option(
      names = "--textfile",
      paramLabel = "FILE",
      description = "Publish it for node_exporter's textfile collector.")
  private Path textfile;

  @Override
  ExitCode run(Console console) throws IOException {
    List<Finding> health = Health.ofThisMachine(config.read()).look();
    boolean well = health.stream().allMatch(Finding::well);
    HealthRecord found = new HealthRecord(health, well);
    if (record != null) {
      found.append(record);
    }
    if (textfile != null) {
      found.publish(textfile);
    }
    if (console.json()) {
      console.sayJson(found.view());
    } else {
      InstallReport.health(console, health);
    }
    return well ? ExitCode.DONE : ExitCode.NO;
  }
}
