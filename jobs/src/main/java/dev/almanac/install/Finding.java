package dev.almanac.install;

/**
 * What was found of a part of the monitoring.
 *
 * @param part {@code prometheus}, {@code backup}
 * @param well whether it is as it should be
 * @param says in a few words what was found
 */
public record Finding(String part, boolean well, String says) {}
