package dev.almanac.gateway;

import dev.almanac.archive.ArchiveInput;
import dev.almanac.archive.ArchiveLayout;
import dev.almanac.archive.RollupCursor;
import dev.almanac.archive.RollupLayout.Place;
import dev.almanac.archive.RollupNumber;
import dev.almanac.archive.RollupStep;
import dev.almanac.archive.SeriesRow;
import dev.almanac.backup.MergedSeries;
import dev.almanac.rollup.RollupDay;
import dev.almanac.series.SeriesCursor;
import dev.almanac.series.TimeRange;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** One number of the steps of some days, out of the rollups of all archives. */
final class RolledSlice implements Slice {

  private final List<RollupCursor.Files> files;
  private final Kind kind;
  private final TimeRange time;

  /** What is read of rollups. */
  record Kind(RollupStep step, RollupNumber number) {}

  private RolledSlice(List<RollupCursor.Files> files, Kind kind, TimeRange time) {
    this.files = files;
    this.kind = kind;
    this.time = time;
  }

  /** A day of an archive that is rolled up. */
  record Rolled(Shown archive, RollupDay day) {

    TimeRange time() {
      return ArchiveLayout.rangeOf(day.day().toEpochDay());
    }

    boolean has(RollupStep step) {
      return day.steps().contains(step);
    }
  }

  /** What archives show. */
  static List<Rolled> shown(List<Shown> archives) {
    return archives.stream()
        .flatMap(archive -> archive.rollups().days().stream().map(day -> new Rolled(archive, day)))
        .toList();
  }

  /**
   * The slices of a time, in order.
   *
   * @param days of archives one after the other
   */
  static List<RolledSlice> of(List<Rolled> days, Kind kind, TimeRange time) {
    Map<LocalDate, List<RollupCursor.Files>> byDay = new TreeMap<>();
    for (Rolled rolled : days) {
      if (rolled.has(kind.step()) && rolled.time().overlaps(time)) {
        byDay
            .computeIfAbsent(rolled.day().day(), day -> new ArrayList<>())
            .add(files(rolled, kind.step()));
      }
    }
    List<RolledSlice> slices = new ArrayList<>();
    List<RollupCursor.Files> open = new ArrayList<>();
    for (List<RollupCursor.Files> day : byDay.values()) {
      if (!open.isEmpty() && open.size() + day.size() > RawSlice.MAX_OPEN) {
        slices.add(new RolledSlice(List.copyOf(open), kind, time));
        open.clear();
      }
      open.addAll(day);
    }
    if (!open.isEmpty()) {
      slices.add(new RolledSlice(List.copyOf(open), kind, time));
    }
    return slices;
  }

  private static RollupCursor.Files files(Rolled rolled, RollupStep step) {
    return new RollupCursor.Files(
        file(rolled, Optional.empty()), file(rolled, Optional.of(step)), step);
  }

  private static ArchiveInput file(Rolled rolled, Optional<RollupStep> step) {
    RollupDay day = rolled.day();
    String key = new Place(step, day.day().toEpochDay(), day.name()).key();
    Shown archive = rolled.archive();
    return archive.memory().remembering(ArchiveInput.of(archive.files().store(), key));
  }

  @Override
  public List<ArchiveInput> lists() {
    return files.stream().map(RollupCursor.Files::series).toList();
  }

  @Override
  public double samplesOf(SeriesRow row) {
    long from = Math.max(RollupCursor.shownAt(kind.step(), row.firstTs()), time.from());
    long last = Math.min(RollupCursor.shownAt(kind.step(), row.lastTs()), time.until() - 1);
    return from > last ? 0 : (last - from) / (double) kind.step().millis() + 1;
  }

  /** Of one day and series the archive that was named first comes first. */
  @Override
  public SeriesCursor open(Survey survey) {
    return MergedSeries.ahead(
        files.stream()
            .<Supplier<SeriesCursor>>map(
                day ->
                    () ->
                        new RollupCursor(day, kind.number(), survey.range(), survey::asksFor, time))
            .toList());
  }
}
