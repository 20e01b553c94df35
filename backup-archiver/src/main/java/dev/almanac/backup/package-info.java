/**
 * Backups: what a snapshot adds to an archive, part by part, and how the whole becomes visible at
 * once. Blocks and Parquet meet here, as series cursors; no engine is needed to run any of it.
 */
package dev.almanac.backup;
