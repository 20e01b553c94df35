package dev.almanac.registry.http;

import dev.almanac.forecast.resample.Resampler;
import dev.almanac.forecast.resample.Resampling;
import dev.almanac.forecast.resample.SampleKind;
import dev.almanac.series.FloatRun;
import dev.almanac.series.Labels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The samples of one series as steps to be looked at: of a gauge its mean, and how low and how high
 * it was; of a counter its rate per second. Means and rates are those that models learn from.
 */
final class SeriesSteps {

  private final Labels labels;
  private final Resampler means;
  private final double[] least;
  private final double[] greatest;

  SeriesSteps(Labels labels, Resampling how) {
    this.labels = labels;
    means = new Resampler(how);
    int extremes = how.kind() == SampleKind.GAUGE ? how.steps() : 0;
    least = new double[extremes];
    greatest = new double[extremes];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    Arrays.fill(greatest, Double.NEGATIVE_INFINITY);
  }

  void add(FloatRun run) {
    means.append(run.timestamps, run.valueBits, 0, run.size());
    if (least.length > 0) {
      for (int i = 0; i < run.size(); i++) {
        add(run.timestamps[i], Double.longBitsToDouble(run.valueBits[i]));
      }
    }
  }

  private void add(long time, double value) {
    long step = Math.floorDiv(time - means.how().start(), means.how().step());
    if (step >= 0 && step < least.length && Double.isFinite(value)) {
      least[(int) step] = Math.min(least[(int) step], value);
      greatest[(int) step] = Math.max(greatest[(int) step], value);
    }
  }

  /** Steps of which something is known, and what. */
  Map<String, Object> view() {
    dev.almanac.forecast.History history = means.history();
    List<Object> times = new ArrayList<>();
    List<Double> mean = new ArrayList<>();
    List<Double> low = new ArrayList<>();
    List<Double> high = new ArrayList<>();
    for (int i = 0; i < history.length(); i++) {
      boolean seen = i < least.length && least[i] <= greatest[i];
      double value = history.values()[i];
      if (seen || Double.isFinite(value)) {
        times.add(seconds(history.time(i)));
        mean.add(known(value));
        low.add(known(seen ? least[i] : value));
        high.add(known(seen ? greatest[i] : value));
      }
    }
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("series", labels.toString());
    view.put("labels", labels.toMap());
    view.put("kind", ForecastWriter.kind(means.how().kind()));
    view.put("times", times);
    view.put("mean", mean);
    view.put("min", low);
    view.put("max", high);
    return view;
  }

  /** As Prometheus has times. */
  static Object seconds(long milliseconds) {
    return milliseconds % 1000 == 0 ? (Object) (milliseconds / 1000) : milliseconds / 1000.0;
  }

  /** JSON has neither NaN nor infinity. */
  private static Double known(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
