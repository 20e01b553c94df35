package dev.almanac.forecast;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at a history before anything is learned from it.
 *
 * @param framing how it becomes a frame
 * @param frame the frame
 * @param lowest no forecast goes below, in the history's own size
 * @param highest no forecast goes above
 * @param remarks what is unusual about it
 */
record Preparation(
    Framing framing, Frame frame, double lowest, double highest, Set<Remark> remarks) {

  /** With fewer, nothing can be said of the spread. */
  static final int LEAST_VALUES = 8;

  /** Of values whose squares are summed without a thought. */
  private static final double LARGE = 1e100;

  static Optional<SkipReason> reasonToSkip(History history) {
    int known = history.known();
    if (known == 0) {
      return Optional.of(SkipReason.NO_VALUES);
    }
    return known < LEAST_VALUES ? Optional.of(SkipReason.TOO_FEW_VALUES) : Optional.empty();
  }

  static Preparation of(History history, ForecastOptions options) {
    double[] sorted = new double[history.length()];
    int known = 0;
    boolean infinite = false;
    boolean whole = true;
    for (double value : history.values()) {
      infinite |= Double.isInfinite(value);
      if (Double.isFinite(value)) {
        sorted[known++] = value;
        whole &= value == Math.rint(value);
      }
    }
    Arrays.sort(sorted, 0, known);
    double least = sorted[0];
    double most = sorted[known - 1];
    double unit = unit(Math.max(Math.abs(least), Math.abs(most)));
    double level = Median.ofSorted(sorted, known) / unit;
    List<Integer> seasons = options.seasons();
    Framing framing = new Framing(history.step(), seasons, unit, shift(least / unit, level), level);
    Frame frame = framing.frame(history, 1);

    Set<Remark> remarks = EnumSet.noneOf(Remark.class);
    note(remarks, Remark.CONSTANT, least == most);
    note(remarks, Remark.COUNTS, whole && least >= 0 && most < 100 && least < most);
    note(remarks, Remark.INFINITE_VALUES, infinite);
    note(remarks, Remark.SPARSE, 2L * known < frame.length());
    note(remarks, Remark.GAPS, known < frame.length());
    note(remarks, Remark.NO_SEASON, seasons.isEmpty());
    int longest = seasons.isEmpty() ? 1 : seasons.get(seasons.size() - 1);
    note(remarks, Remark.SHORT, frame.length() < 2 * Math.max(longest, options.horizon()));

    // What was never negative, or never beyond twice its range, will hardly be.
    double range = Math.min(most - least, Double.MAX_VALUE / 4);
    double lowest = least >= 0 ? 0 : least - range;
    return new Preparation(
        framing,
        frame,
        Math.max(options.lowest(), lowest),
        Math.min(options.highest(), most + range),
        remarks);
  }

  private static void note(Set<Remark> remarks, Remark remark, boolean holds) {
    if (holds) {
      remarks.add(remark);
    }
  }

  /** One for ordinary numbers; for others the power of two that makes them so. */
  private static double unit(double largest) {
    if (largest == 0 || (largest < LARGE && largest > 1 / LARGE)) {
      return 1;
    }
    return Math.scalb(1.0, Math.max(Double.MIN_EXPONENT, Math.getExponent(largest)));
  }

  /** Nothing where all values are well above zero; else so much that zero is no abyss. */
  private static double shift(double least, double level) {
    double wanted = Math.abs(level) / 20;
    return least >= wanted && least > 0 ? 0 : Math.max(wanted, Double.MIN_NORMAL) - least;
  }
}
