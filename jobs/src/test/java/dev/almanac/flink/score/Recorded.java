package dev.almanac.flink.score;

import dev.almanac.flink.live.SeriesRun;
import dev.almanac.series.Labels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Scores that were written, by series and time. */
final class Recorded implements ScoreOutput {

  final Map<Labels, NavigableMap<Long, Long>> samples = new HashMap<>();
  final List<Incident> incidents = new ArrayList<>();

  @Override
  public void written(SeriesRun run) {
    NavigableMap<Long, Long> all = samples.computeIfAbsent(run.labels(), l -> new TreeMap<>());
    for (int i = 0; i < run.size(); i++) {
      all.put(run.timestamps()[i], run.valueBits()[i]);
    }
  }

  @Override
  public void incident(Incident incident) {
    incidents.add(incident);
  }

  /** What was written of a series at a time; NaN where nothing was. */
  double at(Written what, Labels source, long time) {
    Long bits = samples.getOrDefault(what.of(source), new TreeMap<>()).get(time);
    return bits == null ? Double.NaN : Double.longBitsToDouble(bits);
  }

  long count(Written what, Labels source) {
    return samples.getOrDefault(what.of(source), new TreeMap<>()).size();
  }
}
