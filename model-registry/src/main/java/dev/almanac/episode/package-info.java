/**
 * Anomalies as they were told: episodes of scores above 1, found in what the archive and a running
 * server have of them, each with the worst of it and what was expected then.
 */
package dev.almanac.episode;
