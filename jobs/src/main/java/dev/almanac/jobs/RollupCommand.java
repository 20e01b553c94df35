package dev.almanac.jobs;

import dev.almanac.archive.RollupStep;
import dev.almanac.backup.ArchiveCheck.Finding;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.rollup.DayRollup;
import dev.almanac.rollup.RollupCheck;
import dev.almanac.rollup.RollupDay;
import dev.almanac.rollup.RollupPlan;
import dev.almanac.rollup.Rollups;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code almanac rollup}: five minutes and hours of each series, beside its samples. */
@Command(
    name = "rollup",
    description = {
      "Rolls samples up to five minutes and hours, for questions about months and years.",
      "Days that are rolled up already are left alone; whatever was interrupted is done next time.",
      ""
    },
    footer = {
      "",
      "Count, sum, least, greatest, first and last number, and how much a counter grew, of every",
      "series and step: in SQL as 'hourly' and 'five_minutes'. Native histograms are left out.",
      "The samples stay what counts: where they change, a day's rollup is not used any more, and",
      "the next run makes it anew.",
      "",
      "DAYS is a number of days or weeks: 800d, 104w. Rollups stay when the samples of their days",
      "have gone with the backups; without --keep they stay for ever.",
      "",
      "Exit codes with --check: 0 all are what they should be, 1 they are not.",
      "",
      "Examples:",
      "  almanac rollup",
      "  almanac rollup --step 1h --keep 800d --dry-run",
      "  almanac rollup --check"
    })
final class RollupCommand extends Verb {

  @Mixin private ArchiveOption archive;

  @Mixin private ParallelismOption parallelism;

  @Option(
      names = "--step",
      paramLabel = "STEP",
      converter = Step.class,
      description = "5m or 1h; may be given twice. Default: both.")
  private Set<RollupStep> steps = EnumSet.allOf(RollupStep.class);

  @Option(
      names = "--keep",
      paramLabel = "DAYS",
      converter = Days.class,
      description = "Remove the rollups of days before the last DAYS. Default: none.")
  private Integer keep;

  @Option(names = "--dry-run", description = "Only say what would be done.")
  private boolean dryRun;

  @Option(
      names = "--check",
      description = "Only compare what is there with what the samples roll up to.")
  private boolean check;

  @Override
  ExitCode run(Console console) throws Exception {
    if (check && (dryRun || keep != null)) {
      throw usage("--check changes nothing: it goes with neither --dry-run nor --keep");
    }
    try (BlobStore store = BlobStores.open(archive.root());
        WorkFolder work = WorkFolder.create();
        StatusLine status = console.status()) {
      Rollups rollups = new Rollups(store);
      RollupPlan plan = rollups.plan(steps, oldest());
      RollupRun run = new RollupRun(parallelism.workers(), work.path(), status);
      if (check) {
        return tell(
            console,
            plan.there(),
            run.each(
                plan.there(),
                (day, folder, read) -> new RollupCheck(store, read).findings(day, folder)));
      }
      List<Long> bytes = List.of();
      if (!dryRun) {
        bytes =
            run.each(
                plan.build(),
                (day, folder, read) -> new DayRollup(store, day, read).publish(folder));
        rollups.remove(plan);
      }
      tell(console, plan, bytes.stream().mapToLong(Long::longValue).sum());
    }
    return ExitCode.DONE;
  }

  private LocalDate oldest() {
    return keep == null ? LocalDate.MIN : LocalDate.now(ZoneOffset.UTC).minusDays(keep - 1L);
  }

  private void tell(Console console, RollupPlan plan, long bytes) {
    if (console.json()) {
      Map<String, Object> view = new LinkedHashMap<>();
      view.put("archive", archive.root());
      view.put("dry_run", dryRun);
      view.put("rolled_up", plan.build().stream().map(RollupCommand::view).toList());
      view.put("samples", samples(plan));
      view.put("bytes", bytes);
      view.put("removed_files", plan.remove().stream().map(blob -> blob.key()).toList());
      console.sayJson(view);
      return;
    }
    if (dryRun) {
      plan.build()
          .forEach(day -> console.say("would roll up %s to %s".formatted(day.day(), spelled(day))));
      plan.remove().forEach(blob -> console.say("would remove " + blob.key()));
    }
    console.say(
        "%s %d days of %s samples%s; %s %d files that are outdated or too old"
            .formatted(
                dryRun ? "Would roll up" : "Rolled up",
                plan.build().size(),
                Human.count(samples(plan)),
                dryRun ? "" : " to " + Human.bytes(bytes),
                dryRun ? "would remove" : "removed",
                plan.remove().size()));
  }

  private static long samples(RollupPlan plan) {
    return plan.build().stream().mapToLong(RollupDay::samples).sum();
  }

  private static Map<String, Object> view(RollupDay day) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("day", day.day().toString());
    view.put("steps", day.steps().stream().map(RollupStep::spelling).toList());
    return view;
  }

  private static String spelled(RollupDay day) {
    return day.steps().stream().map(RollupStep::spelling).collect(Collectors.joining(" and "));
  }

  private static ExitCode tell(
      Console console, List<RollupDay> days, List<List<Finding>> findings) {
    List<String> all = findings.stream().flatMap(List::stream).map(Finding::toString).toList();
    if (console.json()) {
      Map<String, Object> view = new LinkedHashMap<>();
      view.put("days", days.size());
      view.put("differences", all);
      console.sayJson(view);
    } else {
      all.forEach(console::say);
      console.say(
          all.isEmpty()
              ? "The rollups of %d days are what they should be".formatted(days.size())
              : "The rollups of %d days have %d faults".formatted(days.size(), all.size()));
    }
    return all.isEmpty() ? ExitCode.DONE : ExitCode.NO;
  }

  /** A step by its spelling. */
  static final class Step implements ITypeConverter<RollupStep> {

    @Override
    public RollupStep convert(String text) {
      return RollupStep.spelled(text)
          .orElseThrow(() -> new TypeConversionException("'" + text + "' is no step: 5m or 1h"));
    }
  }
}
