package dev.almanac.install;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What belongs where on a machine of the monitoring.
 *
 * @param home where the templates are
 */
record Layout(Machine machine, InstallConfig config, Path home) {

  /** The steps that write configuration. */
  List<FilesStep> configuration(boolean grafana) {
    Path monitoring = home.resolve("monitoring");
    AlmanacFiles almanac = new AlmanacFiles(config, monitoring);
    List<FilesStep> steps = new ArrayList<>();
    steps.add(files("Almanac", almanac::files));
    steps.add(files("logs", new LogFiles(machine)::files));
    steps.add(files("Prometheus", new PrometheusFiles(config, monitoring)::files));
    steps.add(files("Alertmanager", new AlertmanagerFiles(config, monitoring)::files));
    if (grafana) {
      steps.add(files("dashboards", new GrafanaFiles(config, machine, monitoring)::files));
    }
    steps.add(files("nginx", nginx()::files));
    steps.add(files("units", almanac::units));
    return steps;
  }

  NginxFiles nginx() {
    return new NginxFiles(config, home.resolve("monitoring"), machine);
  }

  FilesStep files(String name, Supplier<List<PlacedFile>> files) {
    return new FilesStep(name, machine, files);
  }

  /** Folders, each after those that it is in. */
  Map<String, Owner> folders() {
    Owner almanac = new Owner(Accounts.USER, Accounts.USER, 0750);
    Map<String, Owner> folders = new LinkedHashMap<>();
    folders.put("/etc/almanac", Owner.root(0755));
    folders.put("/etc/almanac/tls", Owner.root(0755));
    folders.put(Secrets.FOLDER, Owner.root(0700));
    // Configuration of before, which may hold passwords.
    folders.put(FilesStep.REPLACED, Owner.root(0700));
    folders.put("/etc/prometheus/rules", Owner.root(0755));
    folders.put("/etc/prometheus/targets", Owner.root(0755));
    folders.put("/etc/prometheus/templates", Owner.root(0755));
    folders.put("/etc/prometheus/secrets", new Owner("root", "prometheus", 0750));
    folders.put("/etc/systemd/system", Owner.root(0755));
    // As Prometheus itself makes it under its unit: Debian lets everybody in.
    folders.put("/var/lib/prometheus/metrics2", new Owner("prometheus", "prometheus", 0770));
    folders.put("/var/lib/prometheus/node-exporter", new Owner("prometheus", "prometheus", 02775));
    folders.put("/var/lib/almanac", almanac);
    folders.put("/var/cache/almanac", almanac);
    // Root's alone: who may make links there chooses what rsyslog writes to as root.
    folders.put(LogFiles.FOLDER, new Owner("root", LogFiles.READERS, 0755));
    folders.put("/var/www/letsencrypt", Owner.root(0755));
    if (config.archiveIsFolder()) {
      folders.put(config.archive(), new Owner(Accounts.USER, Accounts.USER, 0750));
    }
    return folders;
  }

  List<Service> services(boolean grafana) {
    return Service.of(config).stream()
        .filter(service -> grafana || service != Service.GRAFANA)
        .toList();
  }

  /** What each service reads when it starts: files and folders. */
  static Map<Service, List<String>> reads() {
    String etc = "/etc/prometheus/";
    String units = "/etc/systemd/system/";
    String program = ProgramStep.PLACE + "/jobs";
    return Map.of(
        Service.RSYSLOG,
        List.of(LogFiles.RULES),
        Service.PROMETHEUS,
        List.of(
            etc + "prometheus.yml",
            etc + "prometheus.env",
            etc + "rules",
            units + "prometheus.service"),
        Service.ALERTMANAGER,
        List.of(
            etc + "alertmanager.yml",
            etc + "templates",
            etc + "secrets",
            "/etc/default/prometheus-alertmanager"),
        Service.NODE,
        List.of("/etc/default/prometheus-node-exporter"),
        Service.BLACKBOX,
        List.of(
            etc + "blackbox.yml",
            OwnAuthority.CA,
            Certbot.AUTHORITIES,
            "/etc/default/prometheus-blackbox-exporter"),
        Service.GRAFANA,
        List.of("/etc/grafana"),
        Service.ML_API,
        List.of(
            program,
            AlmanacFiles.ENVIRONMENT,
            units + "ml-forecasting.service",
            units + "ml-.service.d"),
        Service.SCORING,
        List.of(
            program,
            AlmanacFiles.ENVIRONMENT,
            units + "ml-scoring.service",
            units + "ml-.service.d"),
        Service.NGINX,
        List.of(NginxFiles.SITE, OwnAuthority.CERTIFICATE));
  }
}
