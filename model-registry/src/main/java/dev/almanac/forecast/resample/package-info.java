/**
 * From raw samples at any times to values at equal steps: means of gauges, rates of counters. Work
 * can be cut into pieces of time and joined again without a bit of difference.
 */
package dev.almanac.forecast.resample;
