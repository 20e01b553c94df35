package dev.almanac.jobs;

import dev.almanac.registry.Change;
import dev.almanac.registry.Registry;
import dev.almanac.registry.VersionId;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code almanac models delete}: removes a version and its files. */
@Command(
    name = "delete",
    description = {
      "Deletes a version that no alias names, and its files. Its number is never used again.",
      ""
    })
final class ModelsDeleteCommand extends ArchiveModelsVerb {

  @Parameters(index = "0", paramLabel = "MODEL", description = "The model's name.")
  private String model;

  @Parameters(index = "1", paramLabel = "NUMBER", description = "The version's number.")
  private int number;

  @Option(names = "--dry-run", description = "Only say whether it would be deleted.")
  private boolean dryRun;

  @Mixin private ChangeOptions options;

  @Override
  ExitCode run(Registry registry, Console console) {
    VersionId id = valid(() -> new VersionId(model, number));
    Change change = valid(options::change);
    if (dryRun) {
      registry.checkDeletable(id);
    } else {
      registry.delete(id, change);
    }
    if (console.json()) {
      Map<String, Object> view = new LinkedHashMap<>();
      view.put("model", id.model());
      view.put("version", id.number());
      view.put("dry_run", dryRun);
      console.sayJson(view);
    } else {
      console.say((dryRun ? "Would delete " : "Deleted ") + id);
    }
    return ExitCode.DONE;
  }
}
