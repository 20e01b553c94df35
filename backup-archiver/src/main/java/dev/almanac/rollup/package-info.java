/** Samples rolled up to steps of time, beside the samples that they are made of. */
package dev.almanac.rollup;
