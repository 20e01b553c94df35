package dev.almanac.flink.live;

/** What a fetcher hands to the task's thread. */
sealed interface LiveRecord {

  /** Samples of one series, some of which may have been handed on before. */
  record Samples(SeriesRun run) implements LiveRecord {}

  /** All samples before this time have been fetched. */
  record ReadUntil(long position) implements LiveRecord {}
}
