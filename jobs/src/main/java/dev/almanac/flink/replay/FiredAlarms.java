package dev.almanac.flink.replay;

import dev.almanac.anomaly.Event;
import dev.almanac.flink.live.SeriesRun;
import dev.almanac.flink.score.Incident;
import dev.almanac.flink.score.ScoreOutput;
import dev.almanac.flink.score.Written;
import dev.almanac.series.Labels;
import dev.almanac.series.TimeRange;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Makes alarms of what a scorer writes of one series: an alarm lasts from the sample at which the
 * scorer says that one begins until the last score above 1 before the next one begins.
 */
final class FiredAlarms implements ScoreOutput {

  private final Labels series;

  /** The labels of its scores. */
  private final Labels scores;

  private final TimeRange told;
  private final List<Incident> incidents = new ArrayList<>();
  private final List<FiredAlarm> fired = new ArrayList<>();

  /** The one that is going on; null before the first. */
  private Incident begin;

  private long until;
  private long samples;
  private double highest;
  private final Set<Event> events = EnumSet.noneOf(Event.class);

  /**
   * @param told alarms that begin in it count
   */
  FiredAlarms(Labels series, TimeRange told) {
    this.series = series;
    scores = Written.SCORE.of(series);
    this.told = told;
  }

  /** Those of a run come before what is written of it. */
  @Override
  public void incident(Incident incident) {
    incidents.add(incident);
  }

  @Override
  public void written(SeriesRun run) {
    if (!run.labels().equals(scores)) {
      return;
    }
    int next = 0;
    for (int i = 0; i < run.size(); i++) {
      long time = run.timestamps()[i];
      while (next < incidents.size() && incidents.get(next).time() <= time) {
        note(incidents.get(next++));
      }
      double score = Double.longBitsToDouble(run.valueBits()[i]);
      if (score > 1 && begin != null) {
        until = time;
        samples++;
        highest = Math.max(highest, score);
      }
    }
    incidents.clear();
  }

  private void note(Incident incident) {
    if (incident.alarm()) {
      end();
      begin = incident;
      until = incident.time();
    }
    if (begin != null && incident.event() != Event.NONE) {
      events.add(incident.event());
    }
  }

  private void end() {
    if (begin != null && told.contains(begin.time())) {
      fired.add(
          new FiredAlarm(
              series,
              begin.time(),
              until,
              samples,
              highest,
              begin.value(),
              begin.expected(),
              events));
    }
    begin = null;
    samples = 0;
    highest = 0;
    events.clear();
  }

  /** All of them, in order of time; nothing may come after. */
  List<FiredAlarm> all() {
    end();
    return List.copyOf(fired);
  }
}
