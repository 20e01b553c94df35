package dev.almanac.episode;

import dev.almanac.series.FloatRun;

/** Samples for tests. */
final class Floats {

  private Floats() {}

  /** Times and values in turn. */
  static FloatRun run(double... samples) {
    FloatRun run = new FloatRun(samples.length / 2);
    for (int i = 0; i < samples.length / 2; i++) {
      run.timestamps[i] = (long) samples[2 * i];
      run.valueBits[i] = Double.doubleToRawLongBits(samples[2 * i + 1]);
    }
    run.setSize(samples.length / 2);
    return run;
  }
}
