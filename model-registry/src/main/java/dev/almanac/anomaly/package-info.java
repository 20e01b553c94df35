/**
 * Online anomaly scores of single series, without any engine.
 *
 * <p>{@link dev.almanac.anomaly.Scorer} compares each sample with what was expected of it and with
 * how far off earlier ones were, and says how rare that is: a score of 1 is the boundary that, in
 * the long run, is crossed as often as {@link dev.almanac.anomaly.ScorerOptions#alarmsPerDay()}
 * says. All it remembers is a {@link dev.almanac.anomaly.ScorerState} of about a kilobyte. Equal
 * samples give equal bits, in every JVM, however they are cut into batches and wherever the state
 * was saved and loaded in between.
 *
 * <p>The mathematics, with sources and with what was tried and left out, is in
 * docs/decisions/0011-scoring.md.
 */
package dev.almanac.anomaly;
