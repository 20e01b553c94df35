package dev.almanac.blob;

/**
 * What a store knows of a blob without reading it.
 *
 * @param key its name, relative to the store's root
 * @param size in bytes
 */
public record BlobInfo(String key, long size) {}
