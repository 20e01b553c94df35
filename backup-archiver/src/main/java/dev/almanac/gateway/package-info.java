/**
 * PromQL over the archive: remote reads of a Prometheus, answered from Parquet in bounded memory.
 * No engine; the command only chooses the settings.
 */
package dev.almanac.gateway;
