package dev.almanac.forecast;

import java.util.List;
import java.util.Optional;

/**
 * How a history becomes a frame, the same way when a model learns and when it is asked.
 *
 * @param civil how steps are counted
 * @param seasons season lengths, ascending
 * @param unit a power of two that values are divided by, so that their squares can be summed
 * @param shift what is added to values, in units, before logarithms are taken
 * @param level what stands for values that nobody knows, in units
 * @param levelShift what values before a change of level become, in units
 * @param holidays what holidays add, in units; taken away before that
 */
record Framing(
    CivilTime civil,
    List<Integer> seasons,
    double unit,
    double shift,
    double level,
    Optional<LevelShift> levelShift,
    Optional<HolidayEffect> holidays) {

  Framing withSeasons(List<Integer> lengths) {
    return new Framing(civil, lengths, unit, shift, level, levelShift, holidays);
  }

  Framing withLevelShift(LevelShift found) {
    return new Framing(civil, seasons, unit, shift, level, Optional.of(found), holidays);
  }

  Framing withHolidays(HolidayEffect effect) {
    return new Framing(civil, seasons, unit, shift, level, levelShift, Optional.of(effect));
  }

  Framing withLogShift(double logShift) {
    return new Framing(civil, seasons, unit, logShift, level, levelShift, holidays);
  }

  /**
   * The part of a history from its first known value to its last, gaps bridged.
   *
   * @param least at least so many steps; what is missing in front is taken to be the level
   */
  Frame frame(History history, int least) {
    double[] values = history.values();
    int until = values.length - silence(history);
    int from = 0;
    while (from < until && !Double.isFinite(values[from])) {
      from++;
    }
    long[] numbers = civil.numbers(history.time(from), until - from);
    long first = from == until ? civil.number(history.end()) : numbers[0];
    int seen = from == until ? 0 : (int) (numbers[numbers.length - 1] - first + 1);
    int front = Math.max(0, least - seen);
    double[] linear = new double[front + seen];
    boolean[] known = new boolean[linear.length];
    for (int i = 0; i < front; i++) {
      linear[i] = level;
    }
    for (int i = 0; i < numbers.length; i++) {
      double value = values[from + i];
      int at = front + (int) (numbers[i] - first);
      // An hour that comes twice may end before the first of the two did.
      if (Double.isFinite(value) && at >= front && at < linear.length) {
        double moved = moved(numbers[i], value / unit);
        known[at] = Double.isFinite(moved);
        linear[at] = known[at] ? moved : level;
      }
    }
    Gaps.bridge(linear, known, seasons);
    return new Frame(linear, known, first - front, shift);
  }

  private double moved(long number, double value) {
    double free = holidays.isPresent() ? value - holidays.get().at(number) : value;
    return levelShift.isPresent() ? levelShift.get().apply(number, free) : free;
  }

  /** How many steps at the end of a history are not known. */
  static int silence(History history) {
    int silence = 0;
    while (silence < history.length()
        && !Double.isFinite(history.values()[history.length() - 1 - silence])) {
      silence++;
    }
    return silence;
  }
}
