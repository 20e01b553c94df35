package dev.almanac.jobs;

import dev.almanac.archive.RollupLayout.Place;
import dev.almanac.archive.RollupStep;
import dev.almanac.backup.ArchiveCheck.Finding;
import dev.almanac.blob.BlobStore;
import dev.almanac.rollup.RollupCheck;
import dev.almanac.rollup.RollupDay;
import dev.almanac.rollup.RollupPlan;
import dev.almanac.rollup.Rollups;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How the rollups of an archive are. What is outdated or missing makes answers slower and none
 * wrong: samples answer instead.
 *
 * @param days how many are rolled up
 * @param faults files that are not what they should be
 * @param slower what 'almanac rollup' would make anew
 */
record RollupReport(int days, List<String> faults, List<String> slower) {

  /**
   * Looks at every file.
   *
   * @param deep whether to compare with what the samples roll up to, too
   */
  static RollupReport of(BlobStore store, RollupRun run, boolean deep) throws Exception {
    Rollups rollups = new Rollups(store);
    List<RollupDay> there = rollups.plan(Set.of(), LocalDate.MIN).there();
    List<String> faults = new ArrayList<>();
    run.each(
            there,
            (day, folder, read) -> {
              RollupCheck check = new RollupCheck(store, read);
              return deep ? check.findings(day, folder) : check.unreadable(day);
            })
        .forEach(findings -> findings.stream().map(Finding::toString).forEach(faults::add));
    return new RollupReport(there.size(), faults, slower(rollups, there));
  }

  /** Days before the first are those that somebody did not want to keep. */
  private static List<String> slower(Rollups rollups, List<RollupDay> there) {
    Set<RollupStep> steps = EnumSet.noneOf(RollupStep.class);
    there.forEach(day -> steps.addAll(day.steps()));
    LocalDate first = there.isEmpty() ? LocalDate.MIN : there.get(0).day();
    RollupPlan plan = rollups.plan(steps, LocalDate.MIN);
    List<String> slower = new ArrayList<>();
    plan.remove().forEach(blob -> slower.add(blob.key() + ": the day's samples are others now"));
    for (RollupDay day : plan.build()) {
      if (!day.day().isBefore(first)) {
        for (RollupStep step : day.steps()) {
          Place place = new Place(Optional.of(step), day.day().toEpochDay(), day.name());
          slower.add(place.key() + ": is not there");
        }
      }
    }
    return slower;
  }
}
