package dev.almanac.registry;

/**
 * How well a model forecast the series of one group on a hold-out: means over the series. A measure
 * that is not defined (a group of constant series has no MASE) is {@link Double#NaN}.
 *
 * @param group its name, {@code node_cpu}
 * @param series how many series of the group the model forecast
 * @param mase mean absolute scaled error (Hyndman and Koehler, 2006)
 * @param smape symmetric mean absolute percentage error, in percent (Makridakis, 1993)
 * @param owa overall weighted average of the two, relative to the seasonal naive, which has 1
 *     (Makridakis, Spiliotis and Assimakopoulos, 2020)
 * @param msis mean scaled interval score of the bands (Gneiting and Raftery, 2007)
 * @param coverage which part of the values lay within the bands, 0 to 1
 */
public record GroupAccuracy(
    String group, int series, double mase, double smape, double owa, double msis, double coverage) {

  public GroupAccuracy {
    if (group.isBlank()) {
      throw new IllegalArgumentException("a group of series has a name");
    }
    if (series < 0) {
      throw new IllegalArgumentException(group + " has a negative number of series: " + series);
    }
    check(group, "mase", mase, Double.MAX_VALUE);
    check(group, "smape", smape, Double.MAX_VALUE);
    check(group, "owa", owa, Double.MAX_VALUE);
    check(group, "msis", msis, Double.MAX_VALUE);
    check(group, "coverage", coverage, 1);
  }

  private static void check(String group, String measure, double value, double highest) {
    if (value < 0 || value > highest) {
      throw new IllegalArgumentException(
          "%s of %s is not from 0 to %s: %s".formatted(measure, group, highest, value));
    }
  }
}
