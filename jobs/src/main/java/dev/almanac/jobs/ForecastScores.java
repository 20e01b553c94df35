package dev.almanac.jobs;

import dev.almanac.forecast.HoldOut;
import dev.almanac.forecast.accuracy.Accuracy;
import java.util.LinkedHashMap;
import java.util.Map;

/** Means of the measures over many hold-outs, each hold-out counting the same. */
final class ForecastScores {

  private static final double[] NOMINAL = {.80, .95, .99};

  private final double[] coverage = new double[NOMINAL.length];
  private int holdOuts;
  private int skipped;
  private double smape;
  private double mase;
  private double msis;
  private double pinball;
  private double naiveSmape;
  private double naiveMase;
  private double logRatio;
  private int ratios;

  /** A series without a model. */
  void skip() {
    skipped++;
  }

  /**
   * A hold-out beside what a benchmark forecast for it.
   *
   * @param naive the benchmark's forecast
   */
  void add(HoldOut holdOut, double[] naive) {
    holdOuts++;
    smape += holdOut.smape();
    mase += holdOut.mase();
    msis += holdOut.msis(.95);
    pinball +=
        (holdOut.pinball(.1) + holdOut.pinball(.5) + holdOut.pinball(.9))
            / 3
            / holdOut.naiveScale();
    for (int i = 0; i < NOMINAL.length; i++) {
      coverage[i] += holdOut.coverage(NOMINAL[i]);
    }
    naiveSmape += Accuracy.smape(holdOut.actual(), naive);
    double naiveMae = Accuracy.mae(holdOut.actual(), naive);
    naiveMase += naiveMae / holdOut.naiveScale();
    if (naiveMae > 0) {
      // A forecast without any error counts as a thousandth: one of them must not decide alone.
      logRatio += Math.log(Math.max(1e-3, holdOut.mae() / naiveMae));
      ratios++;
    }
  }

  int holdOuts() {
    return holdOuts;
  }

  int skipped() {
    return skipped;
  }

  double owa() {
    return Accuracy.owa(smape, mase, naiveSmape, naiveMase);
  }

  double smape() {
    return smape / holdOuts;
  }

  double mase() {
    return mase / holdOuts;
  }

  double msis() {
    return msis / holdOuts;
  }

  /** At 10, 50 and 90 %, scaled like MASE. */
  double pinball() {
    return pinball / holdOuts;
  }

  double naiveSmape() {
    return naiveSmape / holdOuts;
  }

  double naiveMase() {
    return naiveMase / holdOuts;
  }

  /** The geometric mean of the ratios of mean absolute errors to the benchmark's. */
  double relativeError() {
    return Math.exp(logRatio / ratios);
  }

  /** By nominal coverage in percent. */
  Map<String, Double> coverage() {
    Map<String, Double> byNominal = new LinkedHashMap<>();
    for (int i = 0; i < NOMINAL.length; i++) {
      byNominal.put(String.valueOf(Math.round(100 * NOMINAL[i])), coverage[i] / holdOuts);
    }
    return byNominal;
  }
}
