package dev.almanac.flink.score;

import dev.almanac.flink.live.SeriesRun;

/** Where scores go. */
public interface ScoreOutput {

  /** Samples of one of the {@link Written} series. */
  void written(SeriesRun run);

  void incident(Incident incident);
}
