package dev.almanac.install;

import dev.almanac.install.InstallConfig.Alerts;
import dev.almanac.install.InstallConfig.Mail;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What Alertmanager reads: its routes and inhibitions as they are, the receivers as the site has
 * them.
 */
final class AlertmanagerFiles {

  private static final String SECRETS = "/etc/prometheus/secrets/";
  private static final Owner READ_BY_PROMETHEUS = new Owner("root", "prometheus", 0640);

  private final InstallConfig config;
  private final Path monitoring;

  AlertmanagerFiles(InstallConfig config, Path monitoring) {
    this.config = config;
    this.monitoring = monitoring;
  }

  List<PlacedFile> files() {
    List<PlacedFile> files = new ArrayList<>();
    Alerts alerts = config.alerts();
    files.add(configuration().at("/etc/prometheus/alertmanager.yml"));
    for (Path template : Template.files(monitoring.resolve("alertmanager/templates"))) {
      files.add(
          Template.read(template)
              .named(config.name())
              .at("/etc/prometheus/templates/" + template.getFileName()));
    }
    alerts
        .mail()
        .flatMap(Mail::passwordFile)
        .ifPresent(file -> files.add(secret(file, "smtp-password")));
    alerts.deadManToken().ifPresent(file -> files.add(secret(file, "dead-man-token")));
    return files;
  }

  private static PlacedFile secret(Path file, String name) {
    return PlacedFile.of(SECRETS + name, SecretFile.line(file) + "\n", READ_BY_PROMETHEUS);
  }

  private Template configuration() {
    Template template =
        Template.read(monitoring.resolve("alertmanager/alertmanager.yml")).named(config.name());
    return mail(template).withMatch("^receivers:\\n[\\s\\S]*\\z", receivers());
  }

  private Template mail(Template template) {
    String lines = "^  smtp_smarthost: [\\s\\S]*?  smtp_require_tls: true\\n";
    Optional<Mail> mail = config.alerts().mail();
    if (mail.isEmpty()) {
      return template.withMatch(lines, "");
    }
    StringBuilder text = new StringBuilder();
    text.append("  smtp_smarthost: '").append(mail.get().server()).append("'\n");
    text.append("  smtp_from: '").append(mail.get().from()).append("'\n");
    mail.get()
        .user()
        .ifPresent(user -> text.append("  smtp_auth_username: '").append(user).append("'\n"));
    mail.get()
        .passwordFile()
        .ifPresent(
            file -> text.append("  smtp_auth_password_file: ").append(SECRETS + "smtp-password\n"));
    return template.withMatch(lines, text + "  smtp_require_tls: true\n");
  }

  private String receivers() {
    Optional<Mail> mail = config.alerts().mail();
    StringBuilder text = new StringBuilder("receivers:\n");
    text.append(receiver("infrastructure", mail.map(Mail::infrastructure)));
    text.append(receiver("data-science", mail.map(Mail::dataScience)));
    text.append(receiver("on-call", mail.map(Mail::onCall)));
    text.append("  # An address outside that raises the alarm when it is no longer asked.\n");
    text.append("  - name: dead-man\n");
    config
        .alerts()
        .deadMan()
        .ifPresent(
            url -> {
              text.append(webhook(url, false));
              if (config.alerts().deadManToken().isPresent()) {
                text.append("        http_config:\n")
                    .append("          authorization: {credentials_file: ")
                    .append(SECRETS)
                    .append("dead-man-token}\n");
              }
            });
    return text.toString();
  }

  private String receiver(String name, Optional<String> address) {
    StringBuilder text = new StringBuilder("  - name: " + name + "\n");
    address.ifPresent(
        to ->
            text.append(
                """
                    email_configs:
                      - to: '%s'
                        send_resolved: true
                        headers: {Subject: '{{ template "almanac.subject" . }}'}
                        text: '{{ template "almanac.text" . }}'
                        html: ''
                """
                    .formatted(to)));
    config.alerts().webhook().ifPresent(url -> text.append(webhook(url, true)));
    return text.append('\n').toString();
  }

  private static String webhook(URI url, boolean resolved) {
    return """
        webhook_configs:
          - url: '%s'
            send_resolved: %s
    """
        .formatted(url, resolved);
  }
}
