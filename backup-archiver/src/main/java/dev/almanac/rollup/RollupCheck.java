package dev.almanac.rollup;

import dev.almanac.archive.ArchiveInput;
import dev.almanac.archive.CorruptArchiveException;
import dev.almanac.archive.PartFile;
import dev.almanac.archive.RollupGroups;
import dev.almanac.archive.RollupLayout.Place;
import dev.almanac.archive.RollupStep;
import dev.almanac.archive.RollupWriter;
import dev.almanac.archive.SeriesRows;
import dev.almanac.backup.ArchiveCheck.Finding;
import dev.almanac.blob.BlobException;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/**
 * Looks whether the rollups of a day are what they should be: byte for byte what its samples roll
 * up to, or, where these are gone, files that can be read to their end.
 */
public final class RollupCheck {

  private static final String ADVICE = "; remove the file and run 'almanac rollup'";

  private final BlobStore store;
  private final LongConsumer progress;

  /**
   * @param store stays its owner's to close
   * @param progress told of samples read
   */
  public RollupCheck(BlobStore store, LongConsumer progress) {
    this.store = store;
    this.progress = progress;
  }

  /**
   * Compares a day.
   *
   * @param day one that is rolled up
   * @param folder for files in between; empty, and empty again
   */
  public List<Finding> findings(RollupDay day, Path folder) {
    List<Finding> findings = new ArrayList<>();
    if (day.files().isEmpty()) {
      return unreadable(day);
    }
    Map<RollupGroups, List<Optional<RollupStep>>> steps =
        steps(day).stream().collect(Collectors.groupingBy(step -> groupsOf(step, day)));
    for (RollupGroups groups : steps.keySet()) {
      Map<Optional<RollupStep>, PartFile> expected =
          new DayRollup(store, day, progress).write(folder, groups);
      for (Optional<RollupStep> step : steps.get(groups)) {
        compare(keyOf(step, day), expected.get(step)).ifPresent(findings::add);
      }
      remove(expected.values());
    }
    return findings;
  }

  /** What cannot be read is found to be so when it is compared. */
  private RollupGroups groupsOf(Optional<RollupStep> step, RollupDay day) {
    try {
      return step.isPresent()
          ? RollupGroups.of(ArchiveInput.of(store, keyOf(step, day)))
          : RollupGroups.SMALL;
    } catch (BlobException | CorruptArchiveException e) {
      return RollupGroups.SMALL;
    }
  }

  private static void remove(Collection<PartFile> files) {
    for (PartFile file : files) {
      try {
        Files.delete(file.path());
      } catch (IOException e) {
        throw new UncheckedIOException(file.path() + " cannot be removed", e);
      }
    }
  }

  /**
   * The files of a day that cannot be read to their end. No sample is read for it.
   *
   * @param day one that is rolled up
   */
  public List<Finding> unreadable(RollupDay day) {
    List<Finding> findings = new ArrayList<>();
    String advice =
        day.files().isEmpty()
            ? "; the day's samples are gone, so that nothing can make it again"
            : ADVICE;
    for (Optional<RollupStep> step : steps(day)) {
      read(step, keyOf(step, day), advice).ifPresent(findings::add);
    }
    return findings;
  }

  private static List<Optional<RollupStep>> steps(RollupDay day) {
    List<Optional<RollupStep>> steps = new ArrayList<>();
    steps.add(Optional.empty());
    day.steps().forEach(step -> steps.add(Optional.of(step)));
    return steps;
  }

  private static String keyOf(Optional<RollupStep> step, RollupDay day) {
    return new Place(step, day.day().toEpochDay(), day.name()).key();
  }

  private Optional<Finding> read(Optional<RollupStep> step, String key, String advice) {
    try {
      ArchiveInput input = ArchiveInput.of(store, key);
      if (step.isPresent()) {
        RollupWriter.check(input);
      } else {
        SeriesRows rows = SeriesRows.open(input);
        while (rows.next()) {
          progress.accept(0);
        }
      }
      return Optional.empty();
    } catch (BlobException | CorruptArchiveException e) {
      return Optional.of(new Finding(key, "cannot be read: " + e.getMessage() + advice));
    }
  }

  private Optional<Finding> compare(String key, PartFile expected) {
    try (InputStream content = store.open(key)) {
      String found = Sha256.of(content, OutputStream.nullOutputStream());
      return found.equals(expected.sha256())
          ? Optional.empty()
          : Optional.of(
              new Finding(
                  key,
                  "is not what the day's samples roll up to: expected SHA-256 "
                      + expected.sha256()
                      + ", found "
                      + found
                      + ADVICE));
    } catch (BlobException | IOException e) {
      return Optional.of(new Finding(key, "cannot be read: " + e.getMessage() + ADVICE));
    }
  }
}
