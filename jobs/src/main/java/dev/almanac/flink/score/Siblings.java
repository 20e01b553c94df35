package dev.almanac.flink.score;

import dev.almanac.anomaly.ScorerState;
import dev.almanac.anomaly.TailPool;
import dev.almanac.series.Labels;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** What series with the same metric name have found out about their tails. */
final class Siblings {

  /** Of so many metrics; what was not asked for or added to for longest goes first. */
  private static final int MOST = 10_000;

  private final Map<String, TailPool> pools =
      new LinkedHashMap<>(16, .75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, TailPool> eldest) {
          return size() > MOST;
        }
      };

  /** What is known of series like this one; null for nothing. */
  TailPool of(Labels labels) {
    return pools.get(labels.metricName());
  }

  void add(Labels labels, ScorerState state) {
    pools.computeIfAbsent(labels.metricName(), metric -> new TailPool()).add(state);
  }

  void forEach(BiConsumer<String, TailPool> consumer) {
    pools.forEach(consumer);
  }

  void add(String metric, TailPool pool) {
    pools.computeIfAbsent(metric, unknown -> new TailPool()).add(pool);
  }
}
