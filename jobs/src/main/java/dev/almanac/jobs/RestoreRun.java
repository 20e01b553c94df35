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
  private final String archive;
  private final BlockSource source;
  private final Path into;
  private final Permissions allowed;

  /**
   * @param archive where the workers find what is to be restored
   */
  RestoreRun(Workers workers, String archive, BlockSource source, Path into, Permissions allowed) {
    this.workers = workers;
    this.archive = archive;
    this.source = source;
    this.into = into;
    this.allowed = allowed;
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

  /** Restores, or changes nothing and says why. */
  RestoreReport carryOut() throws Exception {
    refuse(refusals(DataFolder.look(into), source.expected(present(DataFolder.look(into)))));
    try (RestoreStage stage = RestoreStage.open(into)) {
      DataFolder folder = DataFolder.look(into);
      Set<String> present = present(folder);
      refuse(refusals(folder, source.expected(present)));
      List<String> differences =
          Differences.join(
              workers.carryOut(
                  RestoreJob.of(archive, source, present, stage.folder()),
                  "restoring samples",
                  Human::count));
      List<BlockMeta> built = DataFolder.look(stage.folder()).blocks();
      List<TimeRange> times = built.stream().map(BlockMeta::timeRange).toList();
      // Meanwhile Prometheus may have written a block, or have been started.
      DataFolder now = DataFolder.look(into);
      refuse(refusals(now, times));
      Path replaced = null;
      if (allowed.replace() && now.isLive()) {
        replaced = stage.commitReplacing();
      } else {
        stage.commit();
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

  /** To replace what is there, nothing of it counts. */
  private Set<String> present(DataFolder folder) {
    return allowed.replace()
        ? Set.of()
        : folder.blocks().stream().map(BlockMeta::ulid).collect(Collectors.toSet());
  }

  private static void refuse(List<String> refusals) {
    if (!refusals.isEmpty()) {
      throw new RestoreException("nothing was changed: " + String.join("; ", refusals));
    }
  }

  private List<String> refusals(DataFolder folder, List<TimeRange> times) {
    List<String> refusals = new ArrayList<>();
    if (allowed.replace()) {
      folder
          .server()
          .ifPresent(
              process ->
                  refusals.add(
                      into
                          + " is in use by process "
                          + process
                          + ": stop Prometheus before its data is replaced"));
      return refusals;
    }
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
