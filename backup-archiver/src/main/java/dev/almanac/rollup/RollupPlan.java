package dev.almanac.rollup;

import dev.almanac.archive.ArchiveKind;
import dev.almanac.archive.RollupLayout;
import dev.almanac.archive.RollupLayout.Name;
import dev.almanac.archive.RollupLayout.Place;
import dev.almanac.archive.RollupStep;
import dev.almanac.blob.BlobInfo;
import dev.almanac.catalog.ArchivedFile;
import dev.almanac.catalog.Holdings;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What is to be done so that an archive has the rollups it should have. A day's rollup is good
 * while the archive shows the files that it was made of, which its name tells; and for ever where
 * the samples of the day have gone with their backups.
 *
 * @param build the days to roll up and the steps they lack, in order
 * @param there the days that are rolled up and the steps they have, in order; without files where
 *     their samples are gone
 * @param remove what is outdated or too old, in order of keys
 */
public record RollupPlan(List<RollupDay> build, List<RollupDay> there, List<BlobInfo> remove) {

  public RollupPlan {
    build = List.copyOf(build);
    there = List.copyOf(there);
    remove = List.copyOf(remove);
  }

  /**
   * Decides.
   *
   * @param holdings what the archive shows
   * @param found the files in the folder of rollups
   * @param steps which are wanted of days that have samples; others that are there stay
   * @param oldest the first day that is wanted
   */
  static RollupPlan of(
      Holdings holdings, Collection<BlobInfo> found, Set<RollupStep> steps, LocalDate oldest) {
    Map<LocalDate, Map<Place, BlobInfo>> days = new TreeMap<>();
    holdings.files().stream()
        .filter(RollupPlan::holdsSamples)
        .forEach(file -> days.computeIfAbsent(file.day(), RollupPlan::newDay));
    for (BlobInfo blob : found) {
      RollupLayout.placeOf(blob.key())
          .ifPresent(
              place ->
                  days.computeIfAbsent(LocalDate.ofEpochDay(place.day()), RollupPlan::newDay)
                      .put(place, blob));
    }
    List<RollupDay> build = new ArrayList<>();
    List<RollupDay> there = new ArrayList<>();
    List<BlobInfo> remove = new ArrayList<>();
    days.forEach(
        (day, places) -> {
          List<ArchivedFile> shown = shown(holdings, day);
          Name good = day.isBefore(oldest) ? null : good(holdings, day, shown, places);
          places.forEach(
              (place, blob) -> {
                if (!place.name().equals(good)) {
                  remove.add(blob);
                }
              });
          if (good != null) {
            Set<RollupStep> has = stepsOf(good, places);
            Set<RollupStep> lacks = EnumSet.noneOf(RollupStep.class);
            lacks.addAll(steps);
            lacks.removeAll(has);
            if (!has.isEmpty()) {
              there.add(new RollupDay(day, good, has, shown));
            }
            if (!lacks.isEmpty() && !shown.isEmpty()) {
              build.add(new RollupDay(day, good, lacks, shown));
            }
          }
        });
    return new RollupPlan(build, there, remove);
  }

  private static Map<Place, BlobInfo> newDay(LocalDate day) {
    return new TreeMap<>(Comparator.comparing(Place::key));
  }

  /** The files of rows of a day that has samples; else none. */
  private static List<ArchivedFile> shown(Holdings holdings, LocalDate day) {
    List<ArchivedFile> shown =
        holdings.shown(day).stream()
            .filter(file -> !file.kind().equals(ArchiveKind.CHUNKS.folder()))
            .toList();
    return shown.stream().anyMatch(RollupPlan::holdsSamples) ? shown : List.of();
  }

  /** None without the list of their series. */
  private static Set<RollupStep> stepsOf(Name good, Map<Place, BlobInfo> places) {
    Set<RollupStep> steps = EnumSet.noneOf(RollupStep.class);
    if (places.keySet().stream()
        .noneMatch(place -> place.name().equals(good) && place.step().isEmpty())) {
      return steps;
    }
    places.keySet().stream()
        .filter(place -> place.name().equals(good))
        .forEach(place -> place.step().ifPresent(steps::add));
    return steps;
  }

  /** The name that the day's rollups have or get; null where it is to have none. */
  private static Name good(
      Holdings holdings, LocalDate day, List<ArchivedFile> shown, Map<Place, BlobInfo> places) {
    Name newest = places.keySet().stream().map(Place::name).max(Name::compareTo).orElse(null);
    if (shown.isEmpty()) {
      // A backup that shows no sample of a day it has to do with says that they were deleted.
      return holdings.mentions(day) ? null : newest;
    }
    String fingerprint =
        RollupLayout.fingerprint(
            shown.stream()
                .filter(RollupPlan::holdsSamples)
                .map(file -> file.key().substring(file.key().lastIndexOf('/') + 1))
                .collect(Collectors.toSet()));
    if (newest != null && newest.fingerprint().equals(fingerprint)) {
      return newest;
    }
    return new Name(newest == null ? 1 : newest.generation() + 1, fingerprint);
  }

  static boolean holdsSamples(ArchivedFile file) {
    return file.kind().equals(ArchiveKind.SAMPLES.folder());
  }
}
