package dev.almanac.blob;

import java.time.Instant;

/**
 * A pending blob as a listing of the store shows it, whoever prepared it.
 *
 * @param key the key it was to have
 * @param id what tells it from others that were prepared for the same key
 * @param since when it was prepared, by the store's clock; while its bytes are on their way, a time
 *     since that began
 */
public record PendingInfo(String key, String id, Instant since) {}
