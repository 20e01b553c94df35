package dev.almanac.forecast;

import java.util.List;

/**
 * What was learned of one series: how to continue it, and how far off that tends to be. It holds
 * parameters and no history; whoever asks for a forecast gives what was seen last. Immutable, and
 * safe for use by several threads.
 */
public final class SeriesModel {

  private final Framing framing;
  private final List<Member> members;
  private final double[] weights;
  private final Bands bands;
  private final double lowest;
  private final double highest;

  /**
   * @param lowest no forecast goes below, in the history's own size
   * @param highest no forecast goes above
   */
  SeriesModel(
      Framing framing,
      List<Member> members,
      double[] weights,
      Bands bands,
      double lowest,
      double highest) {
    this.framing = framing;
    this.members = List.copyOf(members);
    this.weights = weights.clone();
    this.bands = bands;
    this.lowest = Math.max(-Double.MAX_VALUE, lowest);
    this.highest = Math.min(Double.MAX_VALUE, highest);
  }

  /** Milliseconds of a step. */
  public long step() {
    return framing.civil().step();
  }

  /** Season lengths in steps, given or found, ascending. */
  public List<Integer> seasons() {
    return framing.seasons();
  }

  /** How many steps of history a forecast looks at. */
  public int memory() {
    return members.stream().mapToInt(Member::memory).max().orElseThrow();
  }

  /** For how many steps bands were learned. */
  public int horizon() {
    return bands.horizons()[bands.horizons().length - 1];
  }

  /** Names of the members whose median this is. */
  public List<String> members() {
    return members.stream().map(Member::name).toList();
  }

  /**
   * What to expect after a history.
   *
   * <p>Steps at its end that are not known are bridged by forecasting them too, and the spread
   * grows as if they were part of the horizon. Where nothing is known, or less than the model looks
   * at, the level of what it learned from stands for the rest.
   *
   * @param recent the latest steps; {@link #memory()} of them are enough, more do no harm
   * @param horizon how many steps, at least 1; any number, however far bands were learned
   * @throws IllegalArgumentException where the history has another step, or the horizon is not
   *     positive
   */
  public Forecast forecast(History recent, int horizon) {
    if (recent.step() != framing.civil().step()) {
      throw new IllegalArgumentException(
          "step: expected " + framing.civil().step() + " ms, found " + recent.step());
    }
    if (horizon < 1) {
      throw new IllegalArgumentException("horizon: expected at least 1 step, found " + horizon);
    }
    int silence = Framing.silence(recent);
    Frame frame = framing.frame(recent, memory());
    long[] numbers = framing.civil().numbers(recent.end(), horizon);
    // Steps by the clock: where clocks are changed, others than those that pass.
    long origin = frame.number(frame.length());
    int reach = Math.max(1, (int) (numbers[horizon - 1] - origin) + 1);
    double[] path = new double[reach];
    new Combination(members, weights).forecast(frame, frame.length(), reach, path);
    double[] median = new double[horizon];
    double[] spread = new double[horizon];
    for (int h = 0; h < horizon; h++) {
      int at = (int) Math.min(reach - 1, Math.max(0, numbers[h] - origin));
      median[h] = limited(path[at] * framing.unit() + holidayAt(numbers[h]));
      double wide = bands.at(silence + h + 1, numbers[h]) * framing.unit();
      spread[h] = Math.min(Double.MAX_VALUE, Math.max(0, wide));
    }
    return new Forecast(
        recent.end(), recent.step(), median, spread, bands.curve(), lowest, highest);
  }

  private double holidayAt(long number) {
    return framing.holidays().map(effect -> effect.at(number)).orElse(0.0) * framing.unit();
  }

  private double limited(double value) {
    return value >= lowest ? Math.min(highest, value) : lowest;
  }

  Framing framing() {
    return framing;
  }

  List<Member> parts() {
    return members;
  }

  double[] weights() {
    return weights.clone();
  }

  Bands bands() {
    return bands;
  }

  double lowest() {
    return lowest;
  }

  double highest() {
    return highest;
  }
}
