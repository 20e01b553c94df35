/**
 * The one shape Prometheus data travels in: label sets, runs of samples, and the cursor that yields
 * them. Blocks, archives and wire formats all read into and write out of these types; none of them
 * knows another.
 *
 * <p>Values are carried as raw IEEE 754 bits ({@code long}), never as {@code double}: Prometheus
 * gives meaning to NaN payloads (the stale marker is one), and only bits survive every copy.
 */
package dev.almanac.series;
