package dev.almanac.audit;

import dev.almanac.config.NamedValues;
import dev.almanac.finding.Finding;
import dev.almanac.finding.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Secrets written into configuration, where backups, tickets and colleagues see them. */
final class WrittenSecrets implements Check {

  private static final List<String> FOLDERS =
      List.of(
          "/etc/almanac", "/etc/prometheus", "/etc/grafana/provisioning", "/etc/systemd/system");

  /** What was there before the installation: of no use any more, and closed to others. */
  static final String REPLACED = "/etc/almanac/replaced";

  private static final Pattern FILE = Pattern.compile(".*\\.(ya?ml|toml|conf|ini|service|json)");

  /** A name that ends like a secret's, and a value that is not taken from elsewhere. */
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)^\\s*(?:-\\s*)?(?:Environment=)?[\"']?([\\w.-]*(?:password|passwd|secret|secret_key|api_key"
              + "|bearer_token|token|credentials|access_key))[\"']?\\s*[:=]\\s*(\\S.*)$");

  private static final Pattern FROM_ELSEWHERE =
      Pattern.compile(
          "[\"']?(\\$\\{?\\w+.*|\\$__(file|env)\\{.*|<secret>|/[\\w./-]+|true|false|null|[{\\[>|].*)[\"']?,?");

  @Override
  public String name() {
    return "secrets";
  }

  @Override
  public List<Finding> look(Host host) throws IOException {
    List<Finding> findings = new ArrayList<>();
    for (String folder : FOLDERS) {
      for (Path file : host.below(folder)) {
        if (!file.startsWith(host.at(REPLACED))
            && Files.isRegularFile(file)
            && FILE.matcher(file.toString()).matches()) {
          look(host, file, findings);
        }
      }
    }
    for (Path file : host.matching("/etc/grafana/ldap.toml")) {
      look(host, file, findings);
    }
    objectStore(host, findings);
    return findings;
  }

  private void look(Host host, Path file, List<Finding> findings) throws IOException {
    boolean shown = Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
    int number = 0;
    for (String line : host.text(file).lines().toList()) {
      number++;
      Matcher secret = SECRET.matcher(line);
      if (secret.matches() && !FROM_ELSEWHERE.matcher(secret.group(2).strip()).matches()) {
        findings.add(
            finding(
                shown ? Severity.CRITICAL : Severity.WARNING,
                host.name(file) + ":" + number,
                secret.group(1) + " is written there" + (shown ? ", for anyone to read" : ""),
                "a file of its own, or the service's environment",
                "change it, and name a file: password_file, credentials_file, ${VARIABLE}"));
      }
    }
  }

  /** Keys that object stores are delivered with. */
  private void objectStore(Host host, List<Finding> findings) throws IOException {
    for (Path file : host.matching("/etc/almanac/*.env")) {
      NamedValues.parse(host.text(file)).all().entrySet().stream()
          .filter(one -> one.getKey().matches("AWS_SECRET_ACCESS_KEY|MINIO_ROOT_PASSWORD"))
          .filter(one -> !one.getValue().isEmpty())
          .forEach(
              one ->
                  WeakPasswords.fault(one.getValue())
                      .ifPresent(
                          fault ->
                              findings.add(
                                  finding(
                                      Severity.CRITICAL,
                                      host.name(file) + ", " + one.getKey(),
                                      fault,
                                      WeakPasswords.expected(),
                                      "make a new key at the object store"))));
    }
  }
}
