package dev.almanac.anomaly.synthetic;

import dev.almanac.anomaly.Score;
import dev.almanac.anomaly.Scorer;
import dev.almanac.anomaly.ScorerOptions;
import dev.almanac.anomaly.ScorerState;
import java.util.function.DoubleSupplier;

/**
 * How many alarms series without anomalies raise. Equal runs give equal counts.
 *
 * @param shape what the series are like
 * @param guided whether a model knows the daily pattern of {@link CleanShape#SEASONAL}; its band is
 *     as wide by night as by day, which is wrong
 * @param stepSeconds from a sample to the next
 */
public record FalseAlarms(CleanShape shape, boolean guided, int stepSeconds) {

  private static final double DAY_SECONDS = 86_400;
  private static final double SPREAD = 5;

  /**
   * Tells the alarms of all series together, cold starts included.
   *
   * @param seed of the first series; the others follow
   */
  public long count(ScorerOptions options, int series, int days, long seed) {
    Scorer scorer = new Scorer(options);
    long alarms = 0;
    for (int i = 0; i < series; i++) {
      alarms += count(scorer, days, seed + i);
    }
    return alarms;
  }

  private long count(Scorer scorer, int days, long seed) {
    double stepsADay = DAY_SECONDS / stepSeconds;
    DoubleSupplier values = shape.values(seed, stepsADay);
    ScorerState state = new ScorerState();
    Score score = new Score();
    long alarms = 0;
    for (long i = 0; i < days * stepsADay; i++) {
      long time = i * stepSeconds * 1000;
      double expected = guided ? CleanShape.dailyLevel(i, stepsADay) : Double.NaN;
      scorer.score(state, time, values.getAsDouble(), expected, SPREAD, score);
      alarms += score.alarm() ? 1 : 0;
    }
    return alarms;
  }
}
