package dev.almanac.forecast;

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

  /** Counts above that are as good as any other number. */
  private static final double FEW = 100;

  static Optional<SkipReason> reasonToSkip(History history) {
    int known = history.known();
    if (known == 0) {
      return Optional.of(SkipReason.NO_VALUES);
    }
    return known < LEAST_VALUES ? Optional.of(SkipReason.TOO_FEW_VALUES) : Optional.empty();
  }

  static Preparation of(History whole, ForecastOptions options) {
    History history = Gaps.afterTheLast(whole, options);
    double[] finite = new double[history.length()];
    int known = 0;
    double least = Double.MAX_VALUE;
    double most = -Double.MAX_VALUE;
    boolean infinite = false;
    boolean counts = true;
    for (double value : history.values()) {
      infinite |= Double.isInfinite(value);
      if (Double.isFinite(value)) {
        finite[known++] = value;
        least = Math.min(least, value);
        most = Math.max(most, value);
        counts = counts && value >= 0 && value < FEW && value == Math.rint(value);
      }
    }
    double unit = unit(Math.max(Math.abs(least), Math.abs(most)));
    double level = Median.of(finite, known) / unit;
    Set<Remark> remarks = EnumSet.noneOf(Remark.class);
    Framing framing = framing(history, options, unit, level, least == most, remarks);
    Frame frame = framing.frame(history, 1);
    // A change of level may have moved values below zero or far up.
    double low = least;
    double high = most;
    double size = 0;
    for (double value : frame.values(Scale.LINEAR)) {
      low = Math.min(low, value * unit);
      high = Math.max(high, value * unit);
      size += Math.abs(value) / frame.length();
    }
    framing = framing.withLogShift(logShift(low / unit, level == 0 ? size : Math.abs(level)));
    frame = frame.withLogShift(framing.shift());

    note(remarks, Remark.CONSTANT, least == most);
    note(remarks, Remark.COUNTS, counts && least < most);
    note(remarks, Remark.INFINITE_VALUES, infinite);
    note(remarks, Remark.SPARSE, 2L * known < frame.length());
    note(remarks, Remark.GAPS, known < frame.length() || history.length() < whole.length());
    note(remarks, Remark.NO_SEASON, framing.seasons().isEmpty());
    note(remarks, Remark.SHORT, frame.length() < 2L * longest(framing.seasons(), options));

    // What was never below zero will not be; what was never beyond twice its range hardly.
    double range = Math.min(high - low, Double.MAX_VALUE / 4);
    double lowest = Math.max(options.lowest(), least >= 0 ? 0 : low - range);
    double highest = Math.min(options.highest(), high + range);
    return new Preparation(
        framing, frame, Math.min(lowest, highest), Math.max(lowest, highest), remarks);
  }

  private static int longest(List<Integer> seasons, ForecastOptions options) {
    return Math.max(options.horizon(), seasons.isEmpty() ? 1 : seasons.get(seasons.size() - 1));
  }

  private static Framing framing(
      History history,
      ForecastOptions options,
      double unit,
      double level,
      boolean constant,
      Set<Remark> remarks) {
    CivilTime civil = new CivilTime(options.zone(), history.step());
    Framing framing =
        new Framing(civil, options.seasons(), unit, 0, level, Optional.empty(), Optional.empty());
    if (constant) {
      return framing;
    }
    Frame frame = framing.frame(history, 1);
    if (options.seasons().isEmpty()) {
      framing = framing.withSeasons(Seasons.find(frame, civil));
    }
    int day = civil.stepsPerDay();
    if (options.country().isPresent() && day > 0) {
      Optional<HolidayEffect> effect = HolidayEffect.learn(frame, options.country().get(), day);
      framing = effect.map(framing::withHolidays).orElse(framing);
      frame = framing.frame(history, 1);
    }
    List<Integer> seasons = framing.seasons();
    int block = seasons.isEmpty() ? Math.max(1, frame.length() / 20) : seasons.get(0);
    int before = seasons.size() < 2 ? 0 : (seasons.get(seasons.size() - 1) + block - 1) / block;
    Optional<LevelShift> shift = LevelShifts.find(frame, block, before);
    note(remarks, Remark.LEVEL_SHIFT, shift.isPresent());
    return shift.map(framing::withLevelShift).orElse(framing);
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
  private static double logShift(double least, double size) {
    double wanted = size / 20;
    return least >= wanted && least > 0 ? 0 : Math.max(wanted, Double.MIN_NORMAL) - least;
  }
}
