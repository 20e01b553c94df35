package dev.almanac.registry;

import java.time.Instant;

/**
 * The record that a version was deleted. It stays for good, so that the number is never used again.
 *
 * @param id the version that is gone
 * @param change who deleted it and why
 * @param at by the clock of the host that deleted it
 */
record Deletion(VersionId id, Change change, Instant at) {}
