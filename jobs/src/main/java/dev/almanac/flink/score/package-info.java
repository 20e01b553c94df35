/**
 * Scores of live samples in keyed state, and the models they are compared with.
 *
 * <p>{@link dev.almanac.flink.score.SeriesScorer} scores runs of samples and knows nothing of
 * Flink's time or state; {@link dev.almanac.flink.score.ScoreOperator} keeps what it remembers of
 * each series, and {@link dev.almanac.flink.score.ModelFeed} brings models while the job runs. See
 * docs/decisions/0014-watching.md.
 */
package dev.almanac.flink.score;
