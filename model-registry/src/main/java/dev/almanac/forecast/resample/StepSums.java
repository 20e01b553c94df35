package dev.almanac.forecast.resample;

/** Sums and weights of the steps that have any, in arrays that grow around them. */
final class StepSums {

  private double[] sums = new double[0];
  private int[] weights = new int[0];

  /** The step that the arrays begin with. */
  private int from;

  private int until;

  int from() {
    return from;
  }

  int until() {
    return until;
  }

  double sum(int step) {
    return sums[step - from];
  }

  int weight(int step) {
    return step < from || step >= until ? 0 : weights[step - from];
  }

  void add(int step, double value, int weight) {
    reach(step);
    sums[step - from] += value;
    weights[step - from] += weight;
  }

  void set(int step, double sum, int weight) {
    reach(step);
    sums[step - from] = sum;
    weights[step - from] = weight;
  }

  /** Steps mostly come in ascending order: the arrays have room at their end. */
  private void reach(int step) {
    if (until == from) {
      from = step;
      until = step;
    }
    int front = Math.max(0, from - step);
    int length = Math.max(until, step + 1) - from + front;
    if (front > 0 || length > sums.length) {
      int capacity = Math.max(32, length + length / 2);
      double[] wider = new double[capacity];
      int[] widerWeights = new int[capacity];
      System.arraycopy(sums, 0, wider, front, until - from);
      System.arraycopy(weights, 0, widerWeights, front, until - from);
      sums = wider;
      weights = widerWeights;
    }
    from -= front;
    until = from + length;
  }

  /**
   * Takes all steps of another one after a step.
   *
   * @param kept up to which step what is here stays, if there is anything
   * @return how many steps both had, of which these stayed
   */
  int take(StepSums other, int after, int kept) {
    int both = 0;
    for (int step = Math.max(after + 1, other.from); step < other.until; step++) {
      if (other.weight(step) == 0) {
        continue;
      }
      if (step <= kept && weight(step) > 0) {
        both++;
      } else {
        set(step, other.sum(step), other.weight(step));
      }
    }
    return both;
  }
}
