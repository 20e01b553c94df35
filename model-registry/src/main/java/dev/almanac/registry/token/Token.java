package dev.almanac.registry.token;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is known of a token, its secret aside.
 *
 * @param id tells it from every other; 16 hexadecimal digits, part of the token, no secret
 * @param name whose it is; a rotation gives a new token of the same name
 * @param scope what it allows
 * @param hash of its secret
 * @param createdAt by the clock of the host that made it
 * @param createdBy who made it
 * @param expiresAt from when on it is refused; empty where it stays
 * @param ended why it is refused before or from then on, where it was rotated or revoked
 */
public record Token(
    String id,
    String name,
    Scope scope,
    TokenHash hash,
    Instant createdAt,
    String createdBy,
    Optional<Instant> expiresAt,
    Optional<Ending> ended) {

  private static final Pattern ID = Pattern.compile("[0-9a-f]{16}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");

  public Token {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("a token's id is 16 hexadecimal digits, found " + id);
    }
    checkName(name);
    if (createdBy.isBlank()) {
      throw new IllegalArgumentException("a token is made by somebody");
    }
  }

  /**
   * Refuses what no token can be called.
   *
   * @throws IllegalArgumentException that says what it can be called
   */
  public static String checkName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a token's name has letters, digits, '.', '_', '@' and '-', 64 at most; found \""
              + name
              + "\"");
    }
    return name;
  }

  /** What becomes of it at an instant. */
  public State state(Instant now) {
    if (ended.isPresent() && ended.get().kind() == Ending.Kind.REVOKED) {
      return State.REVOKED;
    }
    return end().isPresent() && !now.isBefore(end().get()) ? State.EXPIRED : State.VALID;
  }

  /** From when on it is refused, for whatever reason. */
  public Optional<Instant> end() {
    if (ended.isEmpty()) {
      return expiresAt;
    }
    Instant end = ended.get().at();
    return Optional.of(expiresAt.filter(expiry -> expiry.isBefore(end)).orElse(end));
  }

  /** The same, which comes to an end; of several endings the earliest counts, and a revocation. */
  Token ended(Ending ending) {
    boolean keep =
        ended.isPresent()
            && ending.kind() != Ending.Kind.REVOKED
            && (ended.get().kind() == Ending.Kind.REVOKED
                || ended.get().at().isBefore(ending.at()));
    return keep
        ? this
        : new Token(id, name, scope, hash, createdAt, createdBy, expiresAt, Optional.of(ending));
  }

  /** Whether a token lets anybody in. */
  public enum State {
    VALID,
    EXPIRED,
    REVOKED
  }

  /**
   * An end that was set after it was made.
   *
   * @param at from when on it is refused
   */
  public record Ending(Kind kind, Instant at) {

    /** Why it ends. */
    public enum Kind {
      ROTATED,
      REVOKED
    }
  }
}
