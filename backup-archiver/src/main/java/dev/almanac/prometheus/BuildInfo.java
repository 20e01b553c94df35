package dev.almanac.prometheus;

/**
 * What a Prometheus was built from.
 *
 * @param version such as {@code 2.42.0} or {@code 3.14.0}; distributions append to it
 * @param revision of its source
 */
public record BuildInfo(String version, String revision) {}
