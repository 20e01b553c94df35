package dev.almanac.install;

import dev.almanac.config.Durations;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What Prometheus and its exporters read. */
final class PrometheusFiles {

  private static final String ETC = "/etc/prometheus/";

  private final InstallConfig config;
  private final Path monitoring;

  PrometheusFiles(InstallConfig config, Path monitoring) {
    this.config = config;
    this.monitoring = monitoring;
  }

  List<PlacedFile> files() {
    List<PlacedFile> files = new ArrayList<>();
    files.add(template("prometheus/prometheus.yml").at(ETC + "prometheus.yml"));
    files.add(
        template("prometheus/prometheus.env")
            .with("retention.time=90d", "retention.time=" + Durations.format(config.retention()))
            .at(ETC + "prometheus.env"));
    for (Path rules : Template.files(monitoring.resolve("prometheus/rules"))) {
      files.add(Template.read(rules).named(config.name()).at(ETC + "rules/" + rules.getFileName()));
    }
    files.addAll(targets());
    files.add(blackbox());
    for (Path flags : Template.files(monitoring.resolve("default"))) {
      files.add(
          Template.read(flags).named(config.name()).at("/etc/default/" + flags.getFileName()));
    }
    return files;
  }

  /** Those that install.yaml does not name are the operators' to write. */
  private List<PlacedFile> targets() {
    Template probe = template("prometheus/targets/probe.yml");
    return List.of(
        target("node", config.nodes()),
        target("ralph", config.ralph()),
        template("prometheus/targets/almanac.yml").at(ETC + "targets/almanac.yml"),
        config
            .ralphHealth()
            .map(
                url ->
                    probe
                        .with("http://127.0.0.1:8000/status/health", url.toString())
                        .at(ETC + "targets/probe.yml"))
            .orElseGet(() -> probe.at(ETC + "targets/probe.yml").kept()));
  }

  private PlacedFile target(String name, List<String> addresses) {
    Template template = template("prometheus/targets/" + name + ".yml");
    String place = ETC + "targets/" + name + ".yml";
    if (addresses.isEmpty()) {
      return template.at(place).kept();
    }
    String list =
        addresses.stream().map(address -> "'" + address + "'").collect(Collectors.joining(", "));
    return template.withMatch("^- targets: .*$", "- targets: [" + list + "]").at(place);
  }

  private PlacedFile blackbox() {
    Template template = template("blackbox/blackbox.yml");
    String known = "insecure_skip_verify: false";
    return Certbot.authority(config.certificates())
        .map(file -> template.with(known, "ca_file: " + file + "\n        " + known))
        .orElse(template)
        .at(ETC + "blackbox.yml");
  }

  private Template template(String file) {
    return Template.read(monitoring.resolve(file)).named(config.name());
  }
}
