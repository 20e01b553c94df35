package dev.almanac.jobs;

import dev.almanac.install.Check;
import dev.almanac.install.Finding;
import dev.almanac.install.Health;
import dev.almanac.install.InstallConfig;
import dev.almanac.install.InstallException;
import dev.almanac.install.Installation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code almanac install}: the whole monitoring, on this machine. */
@Command(
    name = "install",
    description = {
      "Installs the monitoring on this machine: Prometheus, Alertmanager, exporters, Grafana,"
          + " nginx,",
      "Almanac's services and timers. It looks before it changes anything: run again it goes on"
          + " where",
      "it was cut short, and changes nothing where all is as it should be.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  sudo ./main.sh",
      "  sudo ./main.sh --config install.yaml --dry-run",
      "  sudo ./main.sh --uninstall",
      "",
      "Exit codes: 0 all is there and well, 1 something is missing or not well, 2 wrong usage,",
      "3 not installed: what is wrong is said, and a next run goes on from there."
    })
final class InstallCommand extends Verb {

  @Mixin private InstallConfigOption config;

  @Option(
      names = "--dry-run",
      description = "Show what would be changed, files with their differences, and change nothing.")
  private boolean dry;

  @Option(
      names = "--uninstall",
      description = "Take away what was installed. Data, secrets and packages stay.")
  private boolean uninstall;

  @Option(
      names = "--root",
      paramLabel = "DIR",
      defaultValue = "/",
      description = "Write the files below this folder and leave the machine as it is.")
  private Path root;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      defaultValue = "${sys:almanac.home}",
      description = "Where Almanac is installed from. Default: where this command is.")
  private Path home;

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      defaultValue = "2m",
      converter = Hours.class,
      description = "How long to wait until all services are well. Default: ${DEFAULT-VALUE}.")
  private Duration patience;

  @Override
  ExitCode run(Console console) throws IOException, InterruptedException {
    InstallConfig site = config.read();
    Installation installation = Installation.into(root, site, config.text(), home);
    InstallReport report = new InstallReport(console, dry);
    if (uninstall) {
      report.uninstalled(installation.uninstall(dry, report), site);
      return ExitCode.DONE;
    }
    List<Check> checks = installation.checks();
    report.checks(checks);
    if (checks.stream().anyMatch(check -> !check.ok()) && !dry) {
      throw new InstallException(
          "nothing was changed: the machine is not as it has to be, see above");
    }
    Installation.Outcome outcome = installation.run(dry, report);
    List<Finding> health = new ArrayList<>(outcome.missing());
    if (installation.hasSystemd() && !dry) {
      health.addAll(await(console, Health.ofThisMachine(outcome.installed())));
    } else if (!dry && installation.isOfThisMachine()) {
      report.foreground(installation.foregroundCommands());
    }
    report.installed(outcome, health);
    return health.stream().allMatch(Finding::well) ? ExitCode.DONE : ExitCode.NO;
  }

  /** Services take a moment to be up, the first time more. */
  private List<Finding> await(Console console, Health health) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    try (StatusLine status = console.status()) {
      while (true) {
        List<String> ill =
            health.services().stream()
                .filter(part -> !part.well())
                .map(Finding::part)
                .distinct()
                .toList();
        if (ill.isEmpty() || System.nanoTime() - end > 0) {
          return health.look();
        }
        status.show("waiting for " + String.join(", ", ill));
        Thread.sleep(1000);
      }
    }
  }
}
