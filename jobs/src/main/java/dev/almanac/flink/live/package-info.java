/** Samples from a running Prometheus as an endless stream, and samples back into one. */
package dev.almanac.flink.live;
