package dev.almanac.install;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The site of nginx. */
final class NginxFiles {

  static final String SITE = "/etc/nginx/sites-available/monitoring.conf";
  static final String ENABLED = "/etc/nginx/sites-enabled/monitoring.conf";

  private final InstallConfig config;
  private final Path monitoring;
  private final Machine machine;

  NginxFiles(InstallConfig config, Path monitoring, Machine machine) {
    this.config = config;
    this.monitoring = monitoring;
    this.machine = machine;
  }

  List<PlacedFile> files() {
    Template site =
        Template.read(monitoring.resolve("nginx/monitoring.conf"))
            .named(config.name())
            .with("/var/log/nginx/", LogFiles.NGINX);
    if (!config.certificates().certbot() || !Files.exists(machine.path(publicCertificate()))) {
      // Until certbot has been, a certificate of our own lets nginx start, and certbot be answered.
      site =
          site.withMatch("/etc/letsencrypt/live/[^;]*/fullchain.pem", OwnAuthority.CERTIFICATE)
              .withMatch("/etc/letsencrypt/live/[^;]*/privkey.pem", OwnAuthority.KEY);
    }
    if (!config.grafana().wanted()) {
      site = site.with("proxy_pass http://127.0.0.1:3000;", "return 302 /prometheus/;");
    }
    if (!Files.exists(Path.of("/proc/net/if_inet6"))) {
      site = site.withMatch("^ *listen \\[::].*\\n", "");
    }
    return List.of(site.at(SITE));
  }

  String publicCertificate() {
    return "/etc/letsencrypt/live/" + config.name() + "/fullchain.pem";
  }
}
