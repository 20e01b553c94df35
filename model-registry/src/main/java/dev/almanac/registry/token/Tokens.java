package dev.almanac.registry.token;

import dev.almanac.blob.BlobStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes, lists, rotates and revokes the tokens of an archive. Safe for several processes at once:
 * of two that change the same, one is done after the other. Besides {@link TokenException}, every
 * method throws what the store throws.
 */
public final class Tokens {

  private final BlobStore store;
  private final Clock clock;

  /**
   * @param store the archive; it stays its owner's to close
   */
  public Tokens(BlobStore store) {
    this(store, Clock.systemUTC());
  }

  Tokens(BlobStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Every token there ever was, oldest first. */
  public List<Token> list() {
    TokenLog log = new TokenLog(store);
    log.refresh();
    return List.copyOf(log.all());
  }

  /**
   * Makes a token.
   *
   * @param life how long it is good for; empty for as long as nobody revokes it
   * @param actor who makes it
   * @throws TokenException where a valid token has that name already
   */
  public IssuedToken create(String name, Scope scope, Optional<Duration> life, String actor) {
    Token.checkName(name);
    return append(
        log -> {
          Instant now = clock.instant();
          if (!valid(log, name, now).isEmpty()) {
            throw new TokenException(
                "there is a valid token %s in %s already; rotate or revoke it, or take another name"
                    .formatted(name, store.location()));
          }
          return issue(log, name, scope, life.map(now::plus), List.of(), Optional.empty(), actor);
        });
  }

  /**
   * Makes a new token of the same name and scope, and lets the ones before it end.
   *
   * @param overlap how long those are good for yet
   * @param life how long the new one is good for; empty for as long as the newest before it was
   *     made for
   * @throws TokenException where no valid token has that name
   */
  public IssuedToken rotate(String name, Duration overlap, Optional<Duration> life, String actor) {
    return append(
        log -> {
          Instant now = clock.instant();
          List<Token> before = required(log, name, now);
          Token newest = before.get(before.size() - 1);
          Optional<Duration> lasts =
              life.or(
                  () ->
                      newest
                          .expiresAt()
                          .map(expiry -> Duration.between(newest.createdAt(), expiry)));
          Token.Ending end = new Token.Ending(Token.Ending.Kind.ROTATED, now.plus(overlap));
          return issue(
              log,
              name,
              newest.scope(),
              lasts.map(now::plus),
              ids(before),
              Optional.of(end),
              actor);
        });
  }

  /**
   * Ends all tokens of a name, at once.
   *
   * @return those that were valid until now
   * @throws TokenException where no valid token has that name
   */
  public List<Token> revoke(String name, String actor) {
    return append(
        log -> {
          Instant now = clock.instant();
          List<Token> before = required(log, name, now);
          Token.Ending end = new Token.Ending(Token.Ending.Kind.REVOKED, now);
          return new Step<>(
              new TokenEntry(
                  log.next(), Optional.empty(), ids(before), Optional.of(end), actor, now),
              before);
        });
  }

  private static List<String> ids(List<Token> tokens) {
    return tokens.stream().map(Token::id).toList();
  }

  private Step<IssuedToken> issue(
      TokenLog log,
      String name,
      Scope scope,
      Optional<Instant> expiry,
      List<String> ending,
      Optional<Token.Ending> end,
      String actor) {
    String secret = Secrets.secret();
    TokenHash hash = TokenHash.of(Secrets.salt(), secret);
    Instant now = clock.instant();
    Token token = new Token(Secrets.id(), name, scope, hash, now, actor, expiry, Optional.empty());
    return new Step<>(
        new TokenEntry(log.next(), Optional.of(token), ending, end, actor, now),
        new IssuedToken(token, Secrets.present(token.id(), secret)));
  }

  private static List<Token> valid(TokenLog log, String name, Instant now) {
    List<Token> valid = new ArrayList<>();
    for (Token token : log.all()) {
      if (token.name().equals(name) && token.state(now) == Token.State.VALID) {
        valid.add(token);
      }
    }
    return valid;
  }

  private List<Token> required(TokenLog log, String name, Instant now) {
    List<Token> valid = valid(log, name, now);
    if (valid.isEmpty()) {
      throw new TokenException(
          "there is no valid token %s in %s; 'almanac token list' shows what there is"
              .formatted(name, store.location()));
    }
    return valid;
  }

  private record Step<T>(TokenEntry entry, T answer) {}

  private <T> T append(Function<TokenLog, Step<T>> change) {
    TokenLog log = new TokenLog(store);
    while (true) {
      log.refresh();
      Step<T> step = change.apply(log);
      if (log.append(step.entry())) {
        return step.answer();
      }
    }
  }
}
