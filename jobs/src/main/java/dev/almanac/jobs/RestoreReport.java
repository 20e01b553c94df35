package dev.almanac.jobs;

import dev.almanac.backup.ArchiveCheck;
import dev.almanac.catalog.Manifest;
import dev.almanac.registry.view.ManifestView;
import dev.almanac.series.TimeRange;
import dev.almanac.tsdb.BlockMeta;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a restore did or would do.
 *
 * @param into the folder
 * @param dryRun whether nothing was done
 * @param built the blocks that were restored
 * @param times what they span, or would
 * @param alreadyThere blocks that needed no restore
 * @param leftOut what could not be restored because it is damaged
 * @param differences files that are not what they were to the byte, though their samples are
 * @param replaced where that is now which was there before, or null
 * @param refusals why it would not be done
 * @param newestEnd the end of the newest block there is now
 */
record RestoreReport(
    Path into,
    boolean dryRun,
    List<BlockMeta> built,
    List<TimeRange> times,
    List<String> alreadyThere,
    List<String> leftOut,
    List<String> differences,
    Path replaced,
    List<String> refusals,
    OptionalLong newestEnd) {

  /** What Prometheus keeps unless it is told. */
  private static final Duration USUAL_RETENTION = Duration.ofDays(15);

  void tell(Console console, Manifest backup, String proof, List<ArchiveCheck.Finding> damaged) {
    if (console.json()) {
      console.sayJson(json(backup, damaged));
      return;
    }
    if (times.isEmpty() && alreadyThere.isEmpty()) {
      console.say("Nothing of backup " + backup.id() + " is asked for that it has");
    } else {
      sayWhatWasDone(console, backup);
    }
    leftOut.forEach(block -> console.say("left out, damaged: " + block));
    differences.forEach(file -> console.say("not the same file, though the same samples: " + file));
    if (replaced != null) {
      console.say("What was there is in " + replaced + "; delete it when all is well");
    }
    refusals.forEach(refusal -> console.say("would be refused: " + refusal));
    retention().ifPresent(console::say);
    if (!dryRun && !built.isEmpty()) {
      console.say("Prove it: " + proof);
    }
  }

  private void sayWhatWasDone(Console console, Manifest backup) {
    console.say(
        "%s backup %s into %s: %d block%s%s"
            .formatted(
                dryRun ? "Would restore" : "Restored",
                backup.id(),
                into,
                dryRun ? times.size() : built.size(),
                (dryRun ? times.size() : built.size()) == 1 ? "" : "s",
                alreadyThere.isEmpty() ? "" : ", " + alreadyThere.size() + " were there already"));
    if (!times.isEmpty()) {
      console.say("from " + ManifestView.time(from()) + " to " + ManifestView.time(until()));
    }
    if (!dryRun) {
      console.say(Human.count(samples()) + " samples");
    }
  }

  private long from() {
    return times.stream().mapToLong(TimeRange::from).min().orElse(0);
  }

  private long until() {
    return times.stream().mapToLong(TimeRange::until).max().orElse(0);
  }

  private long samples() {
    return built.stream().mapToLong(block -> block.stats().samples()).sum();
  }

  /** Prometheus counts its retention from the end of the newest block. */
  private Optional<String> retention() {
    if (times.isEmpty()) {
      return Optional.empty();
    }
    long newest = Math.max(newestEnd.orElse(0), System.currentTimeMillis());
    Duration age = Duration.ofMillis(newest - from());
    return age.compareTo(USUAL_RETENTION) <= 0
        ? Optional.empty()
        : Optional.of(
            "note: the restored samples are up to %d days old. Prometheus deletes what is older than"
                    .formatted(age.toDays())
                + " its retention (15 days unless it is told otherwise), counted from its newest"
                + " block: start it with --storage.tsdb.retention.time="
                + (age.toDays() + 2)
                + "d or more");
  }

  private Map<String, Object> json(Manifest backup, List<ArchiveCheck.Finding> damaged) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("backup", backup.id());
    view.put("into", into.toString());
    view.put("dry_run", dryRun);
    view.put("blocks", built.stream().map(BlockMeta::ulid).toList());
    view.put("from", times.isEmpty() ? null : ManifestView.time(from()));
    view.put("until", times.isEmpty() ? null : ManifestView.time(until()));
    view.put("samples", samples());
    view.put("already_there", alreadyThere);
    view.put("left_out", leftOut);
    view.put("differences", differences);
    view.put("damaged", damaged.stream().map(ArchiveCheck.Finding::toString).toList());
    view.put("replaced", replaced == null ? null : replaced.toString());
    view.put("refusals", refusals);
    return view;
  }
}
