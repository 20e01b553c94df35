/**
 * Prometheus's blocks: a snapshot's folder, a block's files, its series as they are read and
 * written.
 *
 * @see <a
 *     href="https://github.com/prometheus/prometheus/tree/main/tsdb/docs/format">tsdb/docs/format</a>
 */
package dev.almanac.tsdb;
