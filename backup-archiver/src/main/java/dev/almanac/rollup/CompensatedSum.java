package dev.almanac.rollup;

/**
 * A sum of doubles that carries along what rounding cut off, as Prometheus adds ({@code
 * kahanSumInc} of promql/functions.go).
 */
final class CompensatedSum {

  private double sum;
  private double lost;

  void clear() {
    sum = 0;
    lost = 0;
  }

  void add(double value) {
    double next = sum + value;
    if (Double.isInfinite(next)) {
      lost = 0;
    } else if (Math.abs(sum) >= Math.abs(value)) {
      lost += (sum - next) + value;
    } else {
      lost += (value - next) + sum;
    }
    sum = next;
  }

  double value() {
    return Double.isInfinite(sum) ? sum : sum + lost;
  }
}
