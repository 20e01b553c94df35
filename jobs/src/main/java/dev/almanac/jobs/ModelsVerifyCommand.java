package dev.almanac.jobs;

import dev.almanac.registry.Finding;
import dev.almanac.registry.Registry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code almanac models verify}: proves every version by its digests. */
@Command(
    name = "verify",
    description = {
      "Reads every model, compares it with its digests, and names what is damaged or missing.",
      ""
    },
    footer = {"", "Quits with 1 where something is wrong."})
final class ModelsVerifyCommand extends ArchiveModelsVerb {

  @Override
  ExitCode run(Registry registry, Console console) {
    int[] versions = new int[1];
    List<Finding> findings;
    try (StatusLine status = console.status()) {
      findings =
          registry.verify(
              id -> {
                versions[0]++;
                status.show("verifying " + id);
              });
    }
    if (console.json()) {
      Map<String, Object> view = new LinkedHashMap<>();
      view.put("archive", archive());
      view.put("versions", versions[0]);
      view.put("sound", findings.isEmpty());
      view.put("findings", findings);
      console.sayJson(view);
    } else {
      findings.forEach(finding -> console.say(finding.key() + ": " + finding.problem()));
      console.say(
          "%s in %s: %s"
              .formatted(
                  Human.count(versions[0], "version"),
                  archive(),
                  findings.isEmpty()
                      ? "all as they were written"
                      : Human.count(findings.size(), "problem")));
    }
    return findings.isEmpty() ? ExitCode.DONE : ExitCode.NO;
  }
}
