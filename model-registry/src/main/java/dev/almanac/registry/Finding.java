package dev.almanac.registry;

/**
 * Something that is wrong with a registry.
 *
 * @param key the object it is about
 * @param problem what is wrong with it
 */
public record Finding(String key, String problem) {}
