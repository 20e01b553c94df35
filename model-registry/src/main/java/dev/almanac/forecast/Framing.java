package dev.almanac.forecast;

import java.util.List;

/**
 * How a history becomes a frame, the same way when a model learns and when it is asked.
 *
 * @param step milliseconds of a step
 * @param seasons season lengths, ascending
 * @param unit a power of two that values are divided by, so that their squares can be summed
 * @param shift what is added to values, in units, before logarithms are taken
 * @param level what stands for values that nobody knows, in units
 */
record Framing(long step, List<Integer> seasons, double unit, double shift, double level) {

  /**
   * The part of a history from its first known value to its last, gaps bridged.
   *
   * @param least at least so many steps; what is missing in front is taken to be the level
   */
  Frame frame(History history, int least) {
    double[] values = history.values();
    int until = values.length;
    while (until > 0 && !Double.isFinite(values[until - 1])) {
      until--;
    }
    int from = 0;
    while (from < until && !Double.isFinite(values[from])) {
      from++;
    }
    int front = Math.max(0, least - (until - from));
    double[] linear = new double[until - from + front];
    boolean[] known = new boolean[linear.length];
    for (int i = 0; i < linear.length; i++) {
      double value = i < front ? Double.NaN : values[from + i - front];
      known[i] = Double.isFinite(value);
      linear[i] = known[i] ? value / unit : level;
    }
    Gaps.bridge(linear, known, seasons);
    long phase = Math.floorDiv(history.time(from), step) - front;
    return new Frame(linear, known, phase, shift);
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
