package dev.almanac.audit;

import dev.almanac.config.NamedValues;
import dev.almanac.finding.Finding;
import dev.almanac.finding.Severity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whether Grafana still has what it is delivered with, and whom it lets in unasked. */
final class GrafanaSecrets implements Check {

  private static final String INI = "/etc/grafana/grafana.ini";
  private static final String ENVIRONMENT = "/etc/grafana/secrets.env";

  /** In Grafana's own defaults, for everybody to read. */
  private static final String DELIVERED_KEY = "SW2YcwTIb9zpOOhoPsMm";

  @Override
  public String name() {
    return "grafana";
  }

  @Override
  public List<Finding> look(Host host) throws IOException {
    Optional<String> ini = host.text(INI);
    if (ini.isEmpty()) {
      return List.of();
    }
    NamedValues file = NamedValues.parse(ini.get());
    NamedValues environment = NamedValues.parse(host.text(ENVIRONMENT).orElse(""));
    List<Finding> findings = new ArrayList<>();
    if (!file.isTrue("security.disable_initial_admin_creation")) {
      password(file, environment).ifPresent(findings::add);
    }
    key(file, environment).ifPresent(findings::add);
    if (file.isTrue("auth.anonymous.enabled")) {
      findings.add(
          finding(
              Severity.WARNING,
              INI,
              "[auth.anonymous] enabled = true: whoever comes sees everything",
              "people who sign in",
              "enabled = false; viewers sign in by the directory"));
    }
    if (file.isTrue("users.allow_sign_up")) {
      findings.add(
          finding(
              Severity.CRITICAL,
              INI,
              "[users] allow_sign_up = true: whoever comes makes an account",
              "accounts that the directory gives",
              "allow_sign_up = false under [users]"));
    }
    return findings;
  }

  private Optional<Finding> password(NamedValues file, NamedValues environment) {
    if (environment.get("GF_SECURITY_ADMIN_PASSWORD__FILE").isPresent()) {
      return Optional.empty();
    }
    Optional<String> password = value(file, environment, "admin_password");
    Optional<String> fault =
        password.isEmpty()
            ? Optional.of("no password of its own: it is admin")
            : WeakPasswords.fault(password.get());
    return fault.map(
        found ->
            finding(
                Severity.CRITICAL,
                "Grafana's user admin",
                found,
                WeakPasswords.expected(),
                "GF_SECURITY_ADMIN_PASSWORD in "
                    + ENVIRONMENT
                    + ", and grafana cli admin reset-admin-password where Grafana has run"));
  }

  private Optional<Finding> key(NamedValues file, NamedValues environment) {
    if (environment.get("GF_SECURITY_SECRET_KEY__FILE").isPresent()) {
      return Optional.empty();
    }
    Optional<String> key = value(file, environment, "secret_key");
    return key.isPresent() && !key.get().equals(DELIVERED_KEY)
        ? Optional.empty()
        : Optional.of(
            finding(
                Severity.CRITICAL,
                "Grafana's secret_key",
                "the one that Grafana is delivered with, by which it encrypts passwords",
                "one of your own",
                "GF_SECURITY_SECRET_KEY in "
                    + ENVIRONMENT
                    + ", before data sources have passwords"));
  }

  /** The environment goes before the file; what is taken from elsewhere is not looked into. */
  private static Optional<String> value(NamedValues file, NamedValues environment, String name) {
    return environment
        .get("GF_SECURITY_" + name.toUpperCase(Locale.ROOT))
        .or(() -> file.get("security." + name));
  }
}
