package dev.almanac.jobs;

import dev.almanac.blob.BlobInfo;
import dev.almanac.registry.Change;
import dev.almanac.registry.Garbage;
import dev.almanac.registry.Registry;
import dev.almanac.registry.VersionId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code almanac models gc}: removes what no version and no alias names. */
@Command(
    name = "gc",
    description = {
      "Removes what killed trainings and deleted versions left behind.",
      "With --keep, old versions too. What an alias names, or would go back to, always stays.",
      ""
    },
    footer = {"", "Examples:", "  almanac models gc --dry-run", "  almanac models gc --keep 30"})
final class ModelsGcCommand extends ArchiveModelsVerb {

  @Option(
      names = "--keep",
      paramLabel = "N",
      description = "Keep the newest N versions of each model. Default: all.")
  private Integer keep;

  @Option(names = "--dry-run", description = "Only say what would be removed.")
  private boolean dryRun;

  @Mixin private ChangeOptions options;

  @Override
  ExitCode run(Registry registry, Console console) {
    if (keep != null && keep < 1) {
      throw usage("--keep must be at least 1: the newest version always stays");
    }
    Change change = valid(options::change);
    OptionalInt newest = keep == null ? OptionalInt.empty() : OptionalInt.of(keep);
    Garbage garbage = dryRun ? registry.garbage(newest) : registry.collect(newest, change);
    if (console.json()) {
      console.sayJson(view(garbage));
    } else {
      tell(console, garbage);
    }
    return ExitCode.DONE;
  }

  private Map<String, Object> view(Garbage garbage) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("archive", archive());
    view.put("dry_run", dryRun);
    view.put("removed_versions", garbage.versions());
    view.put("removed_files", garbage.blobs().stream().map(BlobInfo::key).toList());
    view.put("removed_bytes", garbage.bytes());
    view.put("unfinished", garbage.unfinished());
    return view;
  }

  private void tell(Console console, Garbage garbage) {
    if (dryRun) {
      for (VersionId version : garbage.versions()) {
        console.say("would delete " + version);
      }
      for (BlobInfo blob : garbage.blobs()) {
        console.say("would remove " + blob.key() + " (" + Human.bytes(blob.size()) + ")");
      }
      garbage.unfinished().forEach(key -> console.say("would remove unfinished " + key));
    }
    console.say(
        "%s %s, %s of %s and %s that %s never finished in %s"
            .formatted(
                dryRun ? "Would remove" : "Removed",
                Human.count(garbage.versions().size(), "version"),
                Human.count(garbage.blobs().size(), "file"),
                Human.bytes(garbage.bytes()),
                Human.count(garbage.unfinished().size(), "file"),
                garbage.unfinished().size() == 1 ? "was" : "were",
                archive()));
  }
}
