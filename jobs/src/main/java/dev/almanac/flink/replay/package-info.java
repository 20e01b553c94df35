/**
 * What the live scoring would have told of the past: samples of an archive through the code that
 * scores live ones.
 */
package dev.almanac.flink.replay;
