package dev.almanac.flink.live;

/**
 * How far a share has been handed on, and what a checkpoint keeps of it. It moves with the records
 * that leave the reader, on the task's thread, so a checkpoint between any two of them is right.
 */
final class LivePosition {

  /** How many more series than after the last clean-up are kept before the next. */
  private static final int SLACK = 1024;

  private final LiveSplit split;
  private final long overlap;
  private final LastTimestamps lasts;
  private long floor;
  private long position;
  private int cleanAbove = SLACK;

  LivePosition(LiveSplit split, long overlap) {
    this.split = split;
    this.overlap = overlap;
    lasts = LastTimestamps.of(split.lasts());
    floor = split.floor();
    position = split.position();
  }

  /** The samples of a run that were not handed on before; null where all were. */
  SeriesRun fresh(SeriesRun run) {
    long hash = LastTimestamps.hash(run.labels());
    long last = lasts.get(hash);
    int from = 0;
    while (from < run.size() && run.timestamps()[from] <= last) {
      from++;
    }
    if (from == run.size()) {
      return null;
    }
    lasts.put(hash, run.lastTimestamp());
    return run.part(from, run.size());
  }

  /** How many samples of a run lie where everything had been read before. */
  int late(SeriesRun run) {
    int late = 0;
    while (late < run.size() && run.timestamps()[late] < position) {
      late++;
    }
    return late;
  }

  /** Everything before this time has been handed on. */
  void advance(long until) {
    position = until;
    floor = Math.max(floor, position - overlap);
    if (lasts.size() > cleanAbove) {
      lasts.forgetBefore(floor);
      cleanAbove = 2 * lasts.size() + SLACK;
    }
  }

  long position() {
    return position;
  }

  LiveSplit toSplit() {
    lasts.forgetBefore(floor);
    return new LiveSplit(split.number(), split.matchers(), floor, position, lasts.toArray());
  }
}
