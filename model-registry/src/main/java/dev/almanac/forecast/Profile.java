package dev.almanac.forecast;

/**
 * What is usual at each phase of a season.
 *
 * @param centre the median of all values
 * @param deviations what is usual at each phase, less the centre; one zero where there is no
 *     season. Single precision is far finer than the medians are sure, and half as long in a model.
 */
@SuppressWarnings("ArrayRecordComponent") // package-private, and nobody changes them
record Profile(double centre, float[] deviations) {

  /** How many cycles the overall median counts for. */
  private static final double SHRINKAGE = 2;

  int season() {
    return deviations.length;
  }

  double at(int phase) {
    return centre + deviations[phase];
  }

  /** The median of all values: a profile without a season. */
  static Profile flat(Frame frame, Scale scale) {
    double[] all = frame.values(scale).clone();
    return new Profile(Median.of(all, all.length), new float[1]);
  }

  /**
   * Medians by phase, drawn towards the median of all where cycles are few.
   *
   * @param flat of the same frame and scale
   * @param smooth how many phases to each side are averaged
   */
  static Profile of(Frame frame, Scale scale, Profile flat, int season, int smooth) {
    double[] values = frame.values(scale);
    double[] usual = new double[season];
    double[] cycle = new double[values.length / season + 1];
    for (int k = 0; k < season; k++) {
      int count = 0;
      for (int i = k; i < values.length; i += season) {
        cycle[count++] = values[i] - flat.centre;
      }
      usual[frame.phase(k, season)] =
          count == 0 ? 0 : Median.of(cycle, count) * count / (count + SHRINKAGE);
    }
    float[] deviations = new float[season];
    for (int k = 0; k < season; k++) {
      double sum = 0;
      for (int j = -smooth; j <= smooth; j++) {
        sum += usual[Math.floorMod(k + j, season)];
      }
      deviations[k] = (float) (sum / (2 * smooth + 1));
    }
    return new Profile(flat.centre, deviations);
  }
}
