package dev.almanac.forecast.resample;

/** {@link ResampleCounts} while they are counted. */
final class Tally {

  long samples;
  long resets;
  long ends;
  long duplicates;
  long unsorted;
  long overlaps;

  /** Adds what another one counted after its first step; what it passed over, it did before too. */
  void add(Tally later, Tally ofFirstStep) {
    samples += later.samples - ofFirstStep.samples;
    resets += later.resets - ofFirstStep.resets;
    ends += later.ends - ofFirstStep.ends;
    duplicates += later.duplicates;
    unsorted += later.unsorted;
    overlaps += later.overlaps;
  }

  /** Keeps what comes of samples that were taken. */
  void setTaken(Tally other) {
    samples = other.samples;
    resets = other.resets;
    ends = other.ends;
  }

  ResampleCounts counts() {
    return new ResampleCounts(samples, resets, ends, duplicates, unsorted, overlaps);
  }
}
