package dev.almanac.jobs;

import dev.almanac.backup.DataFolder;
import dev.almanac.backup.RestoreException;
import dev.almanac.backup.RestoreStage;
import dev.almanac.series.TimeRange;
import dev.almanac.tsdb.BlockMeta;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One restore of blocks into a folder, with everything that keeps live data from harm. */
final class RestoreRun {

  /**
   * What the user has allowed.
   *
   * @param overlap blocks beside others of the same time
   * @param recent blocks that reach into what Prometheus has only in its log
   * @param replace to move away what is there
   */
  record Permissions(boolean overlap, boolean recent, boolean replace) {}

  private final Workers workers;
  private final BlockSource source;
  private final Path into;
  private final Permissions allowed;
  private final String purpose;

  /**
   * @param purpose the words of the command: who gives them again wants the same restore
   */
  RestoreRun(Workers workers, BlockSource source, Path into, Permissions allowed, String purpose) {
    this.workers = workers;
    this.source = source;
    this.into = into;
    this.allowed = allowed;
    this.purpose = purpose;
  }

  /** What would be done. */
  RestoreReport plan() {
    DataFolder folder = DataFolder.look(into);
    Set<String> present = present(folder);
    List<TimeRange> expected = source.expected(present);
    return new RestoreReport(
        into,
        true,
        List.of(),
        expected,
        source.alreadyThere(present),
        source.leftOut(),
        List.of(),
        null,
        refusals(folder, expected),
        folder.newestEnd(expected));
  }

  /**
   * Restores, or changes nothing and says why. A restore that was interrupted when its blocks were
   * whole is completed first; where it was for the same purpose, that is all there is to do.
   */
  RestoreReport carryOut() throws Exception {
    DataFolder before = DataFolder.look(into);
    if (RestoreStage.isToBeCompleted(into)) {
      refuse("", allowed.replace() ? inUse(before) : List.of());
    } else {
      refuse("", refusals(before, source.expected(present(before))));
    }
    try (RestoreStage stage = RestoreStage.open(into)) {
      DataFolder folder = DataFolder.look(into);
      Optional<RestoreStage.Completed> completed = stage.completed();
      if (completed.isPresent() && completed.get().purpose().equals(purpose)) {
        return report(folder, completed.get());
      }
      Set<String> present = present(folder);
      String first =
          completed
              .map(
                  other ->
                      "completed the interrupted restore of %d blocks (%s); otherwise "
                          .formatted(other.blocks().size(), other.purpose()))
              .orElse("");
      refuse(first, refusals(folder, source.expected(present)));
      List<String> differences =
          Differences.join(
              workers.carryOut(
                  RestoreJob.of(workers.archive(), source, present, stage.folder()),
                  "restoring samples",
                  Human::count));
      List<BlockMeta> built = DataFolder.look(stage.folder()).blocks();
      List<TimeRange> times = built.stream().map(BlockMeta::timeRange).toList();
      // Meanwhile Prometheus may have written a block, or have been started.
      DataFolder now = DataFolder.look(into);
      refuse(first, refusals(now, times));
      Path replaced = null;
      if (allowed.replace() && now.isLive()) {
        replaced = stage.commitReplacing(purpose);
      } else {
        stage.commit(purpose);
      }
      return new RestoreReport(
          into,
          false,
          built,
          times,
          source.alreadyThere(present),
          source.leftOut(),
          differences,
          replaced,
          List.of(),
          now.newestEnd(times));
    }
  }

  private RestoreReport report(DataFolder folder, RestoreStage.Completed completed) {
    List<BlockMeta> built =
        folder.blocks().stream().filter(b -> completed.blocks().contains(b.ulid())).toList();
    List<TimeRange> times = built.stream().map(BlockMeta::timeRange).toList();
    List<String> others =
        source.alreadyThere(present(folder)).stream()
            .filter(block -> !completed.blocks().contains(block))
            .toList();
    return new RestoreReport(
        into,
        false,
        built,
        times,
        others,
        source.leftOut(),
        List.of(),
        completed.replaced().orElse(null),
        List.of(),
        folder.newestEnd(times));
  }

  /** To replace what is there, nothing of it counts. */
  private Set<String> present(DataFolder folder) {
    return allowed.replace()
        ? Set.of()
        : folder.blocks().stream().map(BlockMeta::ulid).collect(Collectors.toSet());
  }

  private static void refuse(String first, List<String> refusals) {
    if (!refusals.isEmpty()) {
      throw new RestoreException(first + "nothing was changed: " + String.join("; ", refusals));
    }
  }

  private List<String> inUse(DataFolder folder) {
    return folder.server().stream()
        .mapToObj(
            process ->
                into
                    + " is in use by process "
                    + process
                    + ": stop Prometheus before its data is replaced")
        .toList();
  }

  private List<String> refusals(DataFolder folder, List<TimeRange> times) {
    if (allowed.replace()) {
      return inUse(folder);
    }
    List<String> refusals = new ArrayList<>();
    if (!allowed.overlap()) {
      folder
          .overlap(times)
          .ifPresent(
              why ->
                  refusals.add(
                      why
                          + ". Restore another time with --from and --until, restore beside them"
                          + " with --allow-overlap, or replace all that is there with --force"));
    }
    if (!allowed.recent()) {
      times.stream().mapToLong(TimeRange::until).max().stream()
          .mapToObj(folder::reachesIntoHead)
          .flatMap(Optional::stream)
          .findFirst()
          .ifPresent(
              why ->
                  refusals.add(
                      why
                          + ". Restore up to there only with --until, accept the loss with"
                          + " --allow-recent, or replace all that is there with --force"));
    }
    return refusals;
  }
}
