package dev.almanac.flink.score;

/** What a scorer of series has done so far. Written by one thread; others may read it late. */
public final class ScoreCounts {

  /** Samples that were compared and scored. */
  public long scored;

  /** Samples of series that are too young: scored 0. */
  public long cold;

  /** Samples that are no finite numbers, stale markers among them. */
  public long absent;

  /** Samples that were not later than one before. */
  public long late;

  /** Samples of counters whose rate nobody knows: the first, at a reset, after a gap. */
  public long unknownRates;

  /** Samples among the scored that a model said what to expect of. */
  public long guided;

  /** Alarms that began. */
  public long alarms;

  /** How many alarms the settings allow for the time that was scored. */
  public double alarmsDue;

  /** Level shifts, drifts, stuck values, drops to zero, values out of the valid range. */
  public long events;
}
