package dev.almanac.registry.token;

import dev.almanac.blob.BlobException;
import dev.almanac.blob.BlobStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells whose token somebody presents. It keeps what it read of the tokens, and looks for news when
 * that is {@link #NEWS} old: a revocation counts from then on at the latest. Where the store cannot
 * be read it goes by what it knows for {@link #PATIENCE} more, and then lets nobody in. Safe for
 * use by several threads.
 */
public final class Doorkeeper {

  /** After how long it looks for news. */
  public static final Duration NEWS = Duration.ofSeconds(2);

  static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(Doorkeeper.class);

  /** Compared with where a token is unknown, so that it takes as long. */
  private static final TokenHash NOBODY = TokenHash.of(Secrets.salt(), Secrets.secret());

  private final TokenLog log;
  private final Clock clock;
  private Instant readAt = Instant.MIN;
  private Instant triedAt = Instant.MIN;

  /**
   * @param store the archive; it stays its owner's to close
   */
  public Doorkeeper(BlobStore store) {
    this(store, Clock.systemUTC());
  }

  Doorkeeper(BlobStore store, Clock clock) {
    log = new TokenLog(store);
    this.clock = clock;
  }

  /**
   * Whose token this is, valid or not; {@link Token#state} says which. Empty where it is nobody's.
   *
   * @param presented the whole of it
   * @throws TokenException where the tokens cannot be known
   */
  public Optional<Token> recognise(String presented) {
    Optional<Secrets.Presented> parts = Secrets.parse(presented);
    Token token = parts.map(some -> find(some.id())).orElse(null);
    TokenHash hash = token == null ? NOBODY : token.hash();
    boolean matches = hash.matches(parts.map(Secrets.Presented::secret).orElse(presented));
    return token != null && matches ? Optional.of(token) : Optional.empty();
  }

  /** Whether there is a token that lets anybody in. */
  public synchronized boolean hasTokens() {
    refresh();
    Instant now = clock.instant();
    return log.all().stream().anyMatch(token -> token.state(now) == Token.State.VALID);
  }

  private synchronized Token find(String id) {
    refresh();
    return log.find(id);
  }

  private void refresh() {
    Instant now = clock.instant();
    // A clock that was set back must not keep news away.
    if (!now.isBefore(triedAt) && now.isBefore(triedAt.plus(NEWS))) {
      return;
    }
    try {
      log.refresh();
      readAt = now;
    } catch (BlobException e) {
      if (readAt.equals(Instant.MIN) || now.isAfter(readAt.plus(PATIENCE))) {
        throw new TokenException("the tokens cannot be read: " + e.getMessage(), e);
      }
      LOG.warn(
          "the tokens cannot be read; those of {} count until {}",
          readAt,
          readAt.plus(PATIENCE),
          e);
    }
    triedAt = now;
  }
}
