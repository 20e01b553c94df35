/**
 * Talking to a running Prometheus: its snapshots, remote read and remote write.
 *
 * <p>The other side is never trusted: every length it names is checked before anything is allocated
 * by it, every wait ends, and every refusal is a {@link dev.almanac.prometheus.PrometheusException}
 * that says what to do. Credentials never stand in a message.
 */
package dev.almanac.prometheus;
