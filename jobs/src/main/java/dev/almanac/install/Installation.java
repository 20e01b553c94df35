package dev.almanac.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Brings a machine from whatever state it is in to that of a whole monitoring. */
public final class Installation {

  /** Who is told what happens. */
  public interface Report {

    /** What is about to be changed, or would be. */
    void change(String step, String what, Optional<String> difference);

    /** A step that had nothing to do. */
    void nothing(String step);
  }

  /**
   * What became of it.
   *
   * @param changes how many changes were made, or would be
   * @param missing what could not be installed, and what to do
   * @param installed what was asked for without what is missing
   */
  public record Outcome(int changes, List<Finding> missing, InstallConfig installed) {}

  private static final String NOTHING_DIFFERENT =
      "# What is different on this site. docs/install.md has every key; then run main.sh again.\n";

  private final Machine machine;
  private final InstallConfig config;
  private final Optional<String> configText;
  private final Path home;
  private final Layout layout;

  /**
   * @param configText the file that {@code config} was read from, to be kept for the next time;
   *     empty where it stays as it is
   * @param home where Almanac is installed from
   */
  Installation(Machine machine, InstallConfig config, Optional<String> configText, Path home) {
    this.machine = machine;
    this.config = config;
    this.configText = configText;
    this.home = home.toAbsolutePath().normalize();
    this.layout = new Layout(machine, config, this.home);
  }

  /** On this machine, or only its files, into a folder. */
  public static Installation into(
      Path root, InstallConfig config, Optional<String> configText, Path home) {
    return new Installation(
        new Machine(root.toAbsolutePath().normalize()), config, configText, home);
  }

  /** Whether systemd is there to run services and timers. */
  public boolean hasSystemd() {
    return machine.hasSystemd();
  }

  /** Whether it is this machine that is installed on, and not a folder. */
  public boolean isOfThisMachine() {
    return machine.live();
  }

  /** What the machine has to have; nothing is asked of a folder. */
  public List<Check> checks() throws IOException {
    return machine.live() ? new Checks(config).run() : List.of();
  }

  /** Makes every change that is left to make, or tells what they would be. */
  public Outcome run(boolean dry, Report report) throws IOException {
    Run run = new Run(dry, report);
    List<Finding> missing = new ArrayList<>();
    if (machine.live()) {
      run.step(Packages.of(config));
      run.step(new Accounts());
    }
    run.step(new FoldersStep(machine, layout.folders()));
    run.step(new ProgramStep(machine, home));
    run.step(layout.files("settings", this::settings));
    run.step(new OwnAuthority(machine, config.name(), Clock.systemUTC()));
    boolean grafana = grafana(run, missing);
    layout.configuration(grafana).forEach(run::step);
    run.step(new LinkStep(machine, NginxFiles.ENABLED, NginxFiles.SITE));
    run.step(new Secrets(machine, config));
    if (machine.live()) {
      run.step(new HostsStep(machine, names()));
      run.step(new TokensStep(machine));
      start(run, grafana);
      certbot(run, grafana);
    }
    return new Outcome(
        run.changes(), missing, missing.isEmpty() ? config : config.withoutGrafana());
  }

  private boolean grafana(Run run, List<Finding> missing) throws IOException {
    if (!config.grafana().wanted() || !machine.live()) {
      return config.grafana().wanted();
    }
    GrafanaPackage grafana = new GrafanaPackage(machine, config.grafana().repository());
    Optional<String> why = grafana.unavailable();
    if (why.isPresent()) {
      missing.add(
          new Finding(
              Service.GRAFANA.unit(),
              false,
              "Grafana is not installed: "
                  + why.get()
                  + ". Everything else is, and works without it. Run the installation again when"
                  + " the repository can be reached, name another as grafana_repository, or say"
                  + " 'grafana: false'."));
      return false;
    }
    run.step(grafana);
    return true;
  }

  private void start(Run run, boolean grafana) throws IOException {
    if (run.dry() && run.changes() > 0) {
      return; // nothing can be said of services whose packages and files are not there yet
    }
    run.step(new ValidationStep());
    if (machine.hasSystemd()) {
      run.step(new ServicesStep(machine, layout.services(grafana), Layout.reads()));
    }
  }

  private void certbot(Run run, boolean grafana) throws IOException {
    if (config.certificates().certbot()) {
      NginxFiles nginx = layout.nginx();
      run.step(
          new CertbotStep(
              machine,
              new Certbot(config.certificates()),
              config.name(),
              nginx.publicCertificate()));
      run.step(layout.files("site", nginx::files));
      start(run, grafana);
    }
  }

  /** The services that can run here. */
  public List<String> foregroundCommands() throws IOException {
    return new Foreground(machine).commands(layout.services(grafanaIsThere()));
  }

  private boolean grafanaIsThere() {
    return Files.isDirectory(machine.path("/usr/share/grafana"));
  }

  /** Takes away what was installed, and leaves the data. */
  public Outcome uninstall(boolean dry, Report report) throws IOException {
    Run run = new Run(dry, report);
    List<PlacedFile> files = new ArrayList<>();
    layout.configuration(true).forEach(step -> files.addAll(step.files()));
    run.step(new Uninstallation(machine, files));
    return new Outcome(run.changes(), List.of(), config);
  }

  /** What stays where an installation is undone, beside the archive. */
  public static List<String> kept() {
    return Uninstallation.KEPT;
  }

  private List<String> names() {
    return Stream.of(config.name(), Hostname.own()).distinct().toList();
  }

  private List<PlacedFile> settings() {
    return configText
        .map(text -> List.of(PlacedFile.of(InstallConfig.PLACE, text)))
        .orElse(List.of(PlacedFile.of(InstallConfig.PLACE, NOTHING_DIFFERENT).kept()));
  }
}
