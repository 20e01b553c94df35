package dev.almanac.blob;

import java.io.Serializable;

/**
 * A blob whose bytes are in the store but not yet visible. It may travel to another process, which
 * publishes it.
 *
 * @param key the key it will have
 * @param size in bytes
 * @param token what the store needs to find it again
 */
public record PendingBlob(String key, long size, String token) implements Serializable {}
