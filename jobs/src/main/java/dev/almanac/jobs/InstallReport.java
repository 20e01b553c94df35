package dev.almanac.jobs;

import dev.almanac.install.Check;
import dev.almanac.install.Finding;
import dev.almanac.install.InstallConfig;
import dev.almanac.install.Installation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells what an installation does while it does it, and at its end where everything is. */
final class InstallReport implements Installation.Report {

  private final Console console;
  private final boolean dry;
  private final List<Map<String, String>> changes = new ArrayList<>();
  private List<Check> checks = List.of();
  private List<String> foreground = List.of();

  InstallReport(Console console, boolean dry) {
    this.console = console;
    this.dry = dry;
  }

  @Override
  public void change(String step, String what, Optional<String> difference) {
    console.note("%s: %s%s".formatted(step, dry ? "would " : "", what));
    if (dry) {
      difference.ifPresent(console::note);
    }
    changes.add(Map.of("step", step, "change", what));
  }

  @Override
  public void nothing(String step) {
    console.note(step + ": as it should be");
  }

  void checks(List<Check> all) {
    checks = all;
    for (Check check : all) {
      console.note(
          check.ok()
              ? "ok    %s: %s".formatted(check.what(), check.found())
              : "WRONG %s: %s. What to do: %s"
                  .formatted(check.what(), check.found(), check.advice()));
    }
  }

  /** What to run by hand where no systemd runs it. */
  void foreground(List<String> commands) {
    foreground = commands;
    console.note("");
    console.note(
        "systemd does not run here, so nothing was started. These run the services in the"
            + " foreground, and at their hours the nightly work:");
    commands.forEach(command -> console.note("  " + command));
  }

  void installed(Installation.Outcome outcome, List<Finding> health) {
    InstallConfig site = outcome.installed();
    if (console.json()) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("dry_run", dry);
      answer.put("checks", checks);
      answer.put("changes", changes);
      answer.put("health", health);
      answer.put("foreground", foreground);
      answer.put("urls", urls(site));
      answer.put("secrets", secrets(site));
      console.sayJson(answer);
      return;
    }
    console.say(count(outcome.changes()));
    if (dry) {
      return;
    }
    console.say("");
    print("URL", urls(site));
    console.say("");
    print("SECRET", secrets(site));
    console.say("");
    if (!site.alerts().delivered()) {
      console.say(
          "Nobody is told of alerts yet: say 'alerts' in install.yaml, see docs/install.md.");
    }
    outcome.missing().forEach(missing -> console.say(missing.says()));
    if (!health.isEmpty()) {
      health(console, health);
    }
  }

  void uninstalled(Installation.Outcome outcome, InstallConfig site) {
    List<String> kept = new ArrayList<>(Installation.kept());
    kept.add(site.archive() + ": the archive");
    if (console.json()) {
      console.sayJson(Map.of("dry_run", dry, "changes", changes, "kept", kept));
      return;
    }
    console.say(count(outcome.changes()));
    console.say("Kept:");
    kept.forEach(line -> console.say("  " + line));
  }

  /** A row for each part. */
  static void health(Console console, List<Finding> health) {
    Table table = new Table().words("PART").words("STATE").words("FOUND");
    for (Finding finding : health) {
      table.row(finding.part(), finding.well() ? "well" : "NOT WELL", finding.says());
    }
    table.print(console.out(), true);
  }

  private String count(int changes) {
    if (changes == 0) {
      return dry ? "Nothing to change" : "Nothing changed";
    }
    return Human.count(changes, "change") + (dry ? " to make" : " made");
  }

  private void print(String heading, Map<String, String> rows) {
    Table table = new Table().words(heading).words("WHERE");
    rows.forEach(table::row);
    table.print(console.out(), true);
  }

  private static Map<String, String> urls(InstallConfig site) {
    String base = "https://" + site.name();
    Map<String, String> urls = new LinkedHashMap<>();
    if (site.grafana().wanted()) {
      urls.put("Grafana", base + "/");
    }
    urls.put("Prometheus", base + "/prometheus/");
    urls.put("Alertmanager", base + "/alertmanager/");
    urls.put("ML API", base + "/ml/");
    urls.put("Runbooks", base + "/runbooks/");
    return urls;
  }

  private static Map<String, String> secrets(InstallConfig site) {
    Map<String, String> secrets = new LinkedHashMap<>();
    secrets.put(
        "password of '" + site.operator() + "' for Prometheus, Alertmanager, runbooks",
        "/etc/almanac/secrets/operator.password");
    secrets.put("token for the ML API", "/etc/almanac/secrets/ml-api.token");
    if (site.grafana().wanted()) {
      secrets.put("password of Grafana's 'admin'", "/etc/grafana/secrets.env");
    }
    if (!site.certificates().certbot()) {
      secrets.put("authority for browsers to trust (no secret)", "/etc/almanac/tls/ca.crt");
    }
    return secrets;
  }
}
