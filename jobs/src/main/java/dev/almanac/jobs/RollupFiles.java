package dev.almanac.jobs;

import dev.almanac.archive.ArchiveLayout;
import dev.almanac.archive.RollupLayout;
import dev.almanac.archive.RollupLayout.Place;
import dev.almanac.archive.RollupStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The rollups of an archive in a folder that may be shown: those of days whose files of samples are
 * the ones that they were made of, and of days that have none any more.
 *
 * @param steps the files of each step, in order of days
 * @param series the lists of series of days that have no samples any more
 * @param raw the days, of those that have samples, which lack a rollup of a step
 */
record RollupFiles(
    Map<RollupStep, List<Path>> steps, List<Path> series, Map<RollupStep, Set<String>> raw) {

  static final RollupFiles NONE = new RollupFiles(Map.of(), List.of(), Map.of());

  /**
   * Looks into the folder.
   *
   * @param samples the live files of samples
   */
  static RollupFiles in(Path root, List<Path> samples) throws IOException {
    Map<Long, List<String>> sources = new TreeMap<>();
    for (Path file : samples) {
      sources
          .computeIfAbsent(dayOf(file), day -> new ArrayList<>())
          .add(file.getFileName().toString());
    }
    Map<Long, List<Place>> places = new TreeMap<>();
    for (Place place : places(root)) {
      places.computeIfAbsent(place.day(), day -> new ArrayList<>()).add(place);
    }
    Map<RollupStep, List<Path>> steps = new EnumMap<>(RollupStep.class);
    Map<RollupStep, Set<String>> raw = new EnumMap<>(RollupStep.class);
    for (RollupStep step : RollupStep.values()) {
      steps.put(step, new ArrayList<>());
      Set<String> lacking = new HashSet<>();
      sources.keySet().forEach(day -> lacking.add(ArchiveLayout.dayName(day)));
      raw.put(step, lacking);
    }
    List<Path> series = new ArrayList<>();
    places.forEach(
        (day, all) -> {
          RollupLayout.Name newest = Collections.max(all.stream().map(Place::name).toList());
          List<String> names = sources.get(day);
          if (names != null && !RollupLayout.fingerprint(names).equals(newest.fingerprint())) {
            return;
          }
          for (Place place : all) {
            if (place.name().equals(newest)) {
              Optional<RollupStep> step = place.step();
              step.ifPresent(
                  known -> {
                    steps.get(known).add(root.resolve(place.key()));
                    raw.get(known).remove(ArchiveLayout.dayName(day));
                  });
              if (step.isEmpty() && names == null) {
                series.add(root.resolve(place.key()));
              }
            }
          }
        });
    return new RollupFiles(steps, series, raw);
  }

  private static long dayOf(Path file) {
    String folder = file.getParent().getFileName().toString();
    return ArchiveLayout.dayNamed(folder.substring(folder.indexOf('=') + 1));
  }

  private static List<Place> places(Path root) throws IOException {
    Path folder = root.resolve(RollupLayout.FOLDER);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .map(file -> root.relativize(file).toString())
          .map(RollupLayout::placeOf)
          .flatMap(Optional::stream)
          .sorted(Comparator.comparing(Place::key))
          .toList();
    }
  }

  /** Every file in the folder, whether it may be shown or not. */
  static List<Path> everyIn(Path root) throws IOException {
    return places(root).stream().map(place -> root.resolve(place.key())).toList();
  }

  /** All files that may be shown. */
  List<Path> all() {
    return Stream.concat(steps.values().stream().flatMap(List::stream), series.stream()).toList();
  }
}
