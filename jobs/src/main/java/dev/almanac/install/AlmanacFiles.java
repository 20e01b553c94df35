package dev.almanac.install;

import dev.almanac.config.LogLevel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What Almanac itself reads, its units, and what writes and rotates the logs. */
final class AlmanacFiles {

  static final String ENVIRONMENT = "/etc/almanac/almanac.env";

  private static final Owner READ_BY_ALMANAC = new Owner("root", "almanac", 0640);

  private final InstallConfig config;
  private final Path monitoring;

  AlmanacFiles(InstallConfig config, Path monitoring) {
    this.config = config;
    this.monitoring = monitoring;
  }

  List<PlacedFile> files() {
    List<PlacedFile> files = new ArrayList<>();
    files.add(
        kept(
            "systemd/almanac.env",
            ENVIRONMENT,
            Owner.SECRET,
            "ALMANAC_ARCHIVE=/backup/monitoring\n",
            "ALMANAC_ARCHIVE=" + config.archive() + "\n"));
    for (String name : List.of("backup.yaml", "training.yaml")) {
      files.add(
          new PlacedFile(
              "/etc/almanac/" + name,
              Template.read(monitoring.resolve("almanac/" + name)).text(),
              READ_BY_ALMANAC,
              true));
    }
    files.add(
        Template.read(monitoring.resolve("almanac/firewall.nft"))
            .at("/etc/almanac/firewall.nft")
            .kept());
    files.add(
        Template.read(monitoring.resolve("logrotate/monitoring"))
            .at("/etc/logrotate.d/monitoring"));
    files.add(Template.read(monitoring.resolve("rsyslog/30-monitoring.conf")).at(LogFiles.RULES));
    config
        .certificates()
        .authorities()
        .ifPresent(file -> files.add(Template.read(file).at(Certbot.AUTHORITIES)));
    return files;
  }

  private PlacedFile kept(String file, String place, Owner owner, String found, String instead) {
    String text = Template.read(monitoring.resolve(file)).with(found, instead).text();
    return PlacedFile.of(place, text, owner).kept();
  }

  /** Units and what is laid over them; those of Grafana and certbot only where they are to be. */
  List<PlacedFile> units() {
    Path folder = monitoring.resolve("systemd");
    return Template.files(folder).stream()
        .filter(file -> !file.endsWith("almanac.env"))
        .filter(file -> config.grafana().wanted() || !file.toString().contains("/grafana-server"))
        .filter(
            file ->
                config.certificates().authorities().isPresent()
                    || !file.toString().contains("/certbot.service.d"))
        .map(file -> unit(file, "/etc/systemd/system/" + folder.relativize(file)))
        .toList();
  }

  private PlacedFile unit(Path file, String place) {
    Template unit = Template.read(file);
    if (config.archiveIsFolder() && unit.text().contains("-/backup/monitoring")) {
      unit = unit.with("-/backup/monitoring", "-" + config.archive());
    }
    if (file.endsWith("20-log-level.conf") && config.logLevel().isPresent()) {
      unit =
          unit.withMatch(
              "^# Environment=%s=.*$".formatted(LogLevel.VARIABLE),
              "Environment=%s=%s".formatted(LogLevel.VARIABLE, config.logLevel().get()));
    }
    return unit.at(place);
  }
}
