/**
 * The {@code index} file of a block: which series there are, where their chunks lie, and which
 * series carry a label. Versions 1 to 3 are read, version 2 is written.
 *
 * @see <a
 *     href="https://github.com/prometheus/prometheus/blob/main/tsdb/index/index.go">tsdb/index/index.go</a>
 */
package dev.almanac.tsdb.index;
