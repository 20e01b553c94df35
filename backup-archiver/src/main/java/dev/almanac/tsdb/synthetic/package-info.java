/**
 * Blocks that nobody recorded, with the shapes of a fleet that somebody might: for measuring, and
 * for tests that need many samples. What is generated depends on its description alone.
 */
package dev.almanac.tsdb.synthetic;
