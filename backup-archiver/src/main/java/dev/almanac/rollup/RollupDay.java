package dev.almanac.rollup;

import dev.almanac.archive.RollupLayout.Name;
import dev.almanac.archive.RollupStep;
import dev.almanac.catalog.ArchivedFile;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/**
 * A day that is to be rolled up.
 *
 * @param name what its files will be called
 * @param steps those that are not there yet
 * @param files the files of rows that the archive shows of it
 */
public record RollupDay(LocalDate day, Name name, Set<RollupStep> steps, List<ArchivedFile> files) {

  /** How many samples there are to read. */
  public long samples() {
    return files.stream().filter(RollupPlan::holdsSamples).mapToLong(ArchivedFile::rows).sum();
  }
}
