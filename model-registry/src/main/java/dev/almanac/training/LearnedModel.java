package dev.almanac.training;

import dev.almanac.forecast.ForecastPath;
import dev.almanac.forecast.History;
import dev.almanac.forecast.SeriesModel;
import dev.almanac.forecast.resample.SampleKind;
import java.time.Duration;
import java.util.Optional;

/**
 * What was learned of one series.
 *
 * @param kind what its samples mean
 * @param digest the first 8 bytes of the SHA-256 of the model: equal models have equal ones
 */
public record LearnedModel(SampleKind kind, SeriesModel model, long digest) {

  private static final Duration LONGEST = Duration.ofHours(36);

  /** Paths of models with short steps end sooner, so that none is larger than 4 KB. */
  private static final int MOST_STEPS = 512;

  /** A history that ended longer ago says nothing of today. */
  private static final long MOST_AHEAD = Duration.ofDays(60).toMillis();

  /**
   * What is expected in the coming hours.
   *
   * @param known the newest steps that are known
   * @param now where the path begins, in milliseconds since 1970
   * @return empty where nothing is expected: nothing is known of the series' last days, they are
   *     too long ago, or it is a constant, which has no spread
   */
  public Optional<ForecastPath> path(History known, long now) {
    long step = model.step();
    long end = now + Math.min(LONGEST.toMillis(), MOST_STEPS * step);
    long ahead = end - known.end();
    if (known.known() == 0 || ahead < step || ahead > MOST_AHEAD) {
      return Optional.empty();
    }
    // A little of what has passed, too: samples are some seconds old when they are scored.
    return ForecastPath.of(model.forecast(known, (int) (ahead / step)), now - step, end);
  }
}
