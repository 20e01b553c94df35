package dev.almanac.registry.token;

import dev.almanac.blob.BlobStore;
import dev.almanac.blob.NumberedLog;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tokens of an archive, as their log tells: what was read once is not read again. Not safe for
 * use by several threads.
 */
final class TokenLog {

  private static final String PREFIX = "tokens/";
  private static final int DIGITS = 8;
  private static final int ENTRY_LIMIT = 1 << 16;

  private final NumberedLog log;
  private final Map<String, Token> tokens = new LinkedHashMap<>();
  private long read;

  TokenLog(BlobStore store) {
    log = new NumberedLog(store, PREFIX, DIGITS, ENTRY_LIMIT);
  }

  /**
   * Reads what was appended since the last time.
   *
   * @throws TokenException where an entry is missing: it might be the one that revoked a token
   */
  void refresh() {
    List<Long> numbers = log.numbers();
    for (int i = 0; i < Math.max(numbers.size(), read); i++) {
      if (i >= numbers.size() || numbers.get(i) != i + 1) {
        throw new TokenException(
            "%s is missing, and with it what it said of tokens; restore it from a backup, or remove %s and make new tokens"
                .formatted(log.place(i + 1), log.location() + "/" + PREFIX));
      }
    }
    for (long number = read + 1; number <= numbers.size(); number++) {
      apply(TokenCodec.read(log.read(number).content(), number, log.place(number)));
      read = number;
    }
  }

  private void apply(TokenEntry entry) {
    entry.issued().ifPresent(token -> tokens.put(token.id(), token));
    entry
        .end()
        .ifPresent(
            end ->
                entry
                    .ending()
                    .forEach(id -> tokens.computeIfPresent(id, (key, token) -> token.ended(end))));
  }

  /** The number after the last that was read. */
  long next() {
    return read + 1;
  }

  /** Appends an entry under {@link #next}; false, and nothing changed, where that is taken. */
  boolean append(TokenEntry entry) {
    return log.append(entry.number(), TokenCodec.write(entry));
  }

  /** The token of this id, or null. */
  Token find(String id) {
    return tokens.get(id);
  }

  /** Every token there ever was, oldest first. */
  Collection<Token> all() {
    return tokens.values();
  }
}
