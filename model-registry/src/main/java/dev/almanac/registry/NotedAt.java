package dev.almanac.registry;

import java.time.Instant;

/**
 * A note and its time.
 *
 * @param note what holds
 * @param first when something was first said
 * @param at when it was said last
 * @param change who said it and why
 */
public record NotedAt(Note note, Instant first, Instant at, Change change) {}
