package dev.almanac.jobs;

import dev.almanac.finding.Finding;
import dev.almanac.finding.Severity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was found, as it is told: to people, to programs, to monitoring. */
record FindingsReport(List<Finding> findings) {

  /** Tells it on the console; the answer is no where something was found. */
  ExitCode tell(Console console, String allIsWell) {
    if (console.json()) {
      Map<String, Object> view = new LinkedHashMap<>();
      for (Severity severity : Severity.values()) {
        view.put(severity.label(), count(severity));
      }
      view.put("findings", findings.stream().map(FindingsReport::view).toList());
      console.sayJson(view);
    } else {
      findings.forEach(finding -> say(finding, console));
      console.note(
          findings.isEmpty()
              ? allIsWell
              : count(Severity.CRITICAL)
                  + " critical, "
                  + count(Severity.WARNING)
                  + " to put right on a working day");
    }
    return findings.isEmpty() ? ExitCode.DONE : ExitCode.NO;
  }

  /**
   * What they are published as.
   *
   * @param subject who found them
   * @param critical the metric of how many have to be put right now
   * @param warning of how many can wait for a working day
   * @param timestamp of when they were found
   */
  record Metrics(String subject, String critical, String warning, String timestamp) {}

  /** Publishes how many there are, for node_exporter's textfile collector. */
  void publish(Path file, Metrics names) throws IOException {
    MetricsFile.after(file)
        .gauge(
            names.critical(),
            "What " + names.subject() + " found that has to be put right now.",
            (double) count(Severity.CRITICAL))
        .gauge(
            names.warning(),
            "What " + names.subject() + " found that has to be put right on a working day.",
            (double) count(Severity.WARNING))
        .gauge(
            names.timestamp(),
            "When " + names.subject() + " last came to its end.",
            (double) Instant.now().getEpochSecond())
        .write();
  }

  private long count(Severity severity) {
    return findings.stream().filter(finding -> finding.severity() == severity).count();
  }

  private static Map<String, Object> view(Finding finding) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("severity", finding.severity().label());
    view.put("check", finding.check());
    view.put("where", finding.where());
    view.put("found", finding.found());
    view.put("expected", finding.expected());
    view.put("remedy", finding.remedy());
    return view;
  }

  private static void say(Finding finding, Console console) {
    console.say(
        finding.severity().label().toUpperCase(Locale.ROOT)
            + " "
            + finding.check()
            + ": "
            + finding.where());
    console.say("  found     " + finding.found());
    console.say("  expected  " + finding.expected());
    console.say("  do        " + finding.remedy());
  }
}
