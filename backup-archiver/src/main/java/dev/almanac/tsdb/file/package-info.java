/**
 * What every file of a block needs: reading with bounds that are checked before memory is taken,
 * the number and text forms, and how corruption is reported.
 */
package dev.almanac.tsdb.file;
