/**
 * Anomalies as novelty: what a series does now, compared with everything it has done so far. For
 * series of thousands of samples whose whole past may be kept, such as those of the Numenta Anomaly
 * Benchmark; {@link dev.almanac.anomaly.Scorer} is what scores live series in constant time.
 *
 * <p>Strictly causal: the score of a sample depends on it and on those before it, and on no length,
 * minimum or maximum of what is to come.
 */
package dev.almanac.anomaly.novelty;
