package dev.almanac.flink.score;

/** What the fetcher of models hands to the task's thread. */
sealed interface FeedRecord {

  /** Somebody watches the registry now. */
  record Watching() implements FeedRecord {}

  /** A series' model. */
  record Update(ModelUpdate update) implements FeedRecord {}

  /** How far the models have been handed on by now. */
  record Moved(FeedSplit position) implements FeedRecord {}
}
