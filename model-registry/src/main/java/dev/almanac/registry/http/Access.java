package dev.almanac.registry.http;

import dev.almanac.registry.token.Doorkeeper;
import dev.almanac.registry.token.Scope;
import dev.almanac.registry.token.Token;
import io.javalin.http.Header;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lets in who has a valid token of enough scope; every refusal has its line in the audit log. Who
 * is refused too often in a minute is told so, and has no line more, so that the log does not fill
 * the disk; a valid token lets in all the same, for others may share the address.
 */
final class Access {

  private static final Pattern BEARER = Pattern.compile("(?i)Bearer +([!-~]{1,512}) *");

  private final Doorkeeper doorkeeper;
  private final AuditLog audit;
  private final FailureLimit failures;
  private final Set<String> proxies;
  private final Clock clock;

  /**
   * @param proxies addresses of proxies that are believed where a request comes from
   */
  Access(Doorkeeper doorkeeper, AuditLog audit, Set<String> proxies, Clock clock) {
    this.doorkeeper = doorkeeper;
    this.audit = audit;
    this.proxies = proxies;
    this.clock = clock;
    failures = new FailureLimit(clock);
  }

  /**
   * Lets somebody in, who is known to the exchange from then on.
   *
   * @throws ProblemException where he is refused
   */
  void enter(Exchange exchange, Scope needed) {
    Token token = token(exchange);
    exchange.signIn(token);
    if (!token.scope().covers(needed)) {
      throw refuse(
          exchange,
          Optional.of(token),
          Problem.Kind.NOT_ALLOWED,
          "it needs the scope %s, and token %s has %s"
              .formatted(needed.label(), token.name(), token.scope().label()));
    }
  }

  /** The line of something that was done, or could not be, by somebody who was let in. */
  void tell(Exchange exchange, int status) {
    audit.tell(
        exchange, from(exchange), exchange.token(), status, status < 400 ? "done" : "failed");
  }

  private Token token(Exchange exchange) {
    Optional<String> header = exchange.header(Header.AUTHORIZATION);
    if (header.isEmpty()) {
      throw refuse(
          exchange,
          Optional.empty(),
          Problem.Kind.NOT_SIGNED_IN,
          "send Authorization: Bearer TOKEN; 'almanac token create' makes one");
    }
    Matcher bearer = BEARER.matcher(header.get());
    Optional<Token> token =
        bearer.matches() ? doorkeeper.recognise(bearer.group(1)) : Optional.empty();
    if (token.isEmpty()) {
      throw refuse(exchange, token, Problem.Kind.NOT_SIGNED_IN, "the token is unknown");
    }
    return switch (token.get().state(clock.instant())) {
      case VALID -> token.get();
      case EXPIRED ->
          throw refuse(exchange, token, Problem.Kind.NOT_SIGNED_IN, "the token has expired");
      case REVOKED ->
          throw refuse(exchange, token, Problem.Kind.NOT_SIGNED_IN, "the token was revoked");
    };
  }

  private ProblemException refuse(
      Exchange exchange, Optional<Token> token, Problem.Kind kind, String why) {
    String from = from(exchange);
    if (kind == Problem.Kind.NOT_ALLOWED) {
      audit.tell(exchange, from, token, kind.status(), why);
      return new ProblemException(kind, why);
    }
    int count = failures.count(from);
    if (count > FailureLimit.MOST) {
      if (count == FailureLimit.MOST + 1) {
        audit.tell(
            exchange,
            from,
            token,
            Problem.Kind.TOO_MANY_FAILURES.status(),
            "too many wrong tokens; those of the next minute have no line");
      }
      exchange.header(Header.RETRY_AFTER, Long.toString(FailureLimit.WINDOW.toSeconds()));
      return new ProblemException(
          Problem.Kind.TOO_MANY_FAILURES, why + ", and so were others before; wait a minute");
    }
    audit.tell(exchange, from, token, kind.status(), why);
    exchange.header(
        Header.WWW_AUTHENTICATE,
        exchange.header(Header.AUTHORIZATION).isEmpty()
            ? "Bearer realm=\"almanac\""
            : "Bearer realm=\"almanac\", error=\"invalid_token\"");
    return new ProblemException(kind, why);
  }

  /** Where a request comes from: what a trusted proxy says, or the connection's own address. */
  private String from(Exchange exchange) {
    String peer = exchange.peer();
    if (!proxies.contains(peer)) {
      return peer;
    }
    // The last one is what the proxy itself has seen; what is before it, anybody may have written.
    return exchange
        .header("X-Forwarded-For")
        .map(list -> list.substring(list.lastIndexOf(',') + 1).trim())
        .filter(address -> address.matches("[0-9A-Fa-f.:]{2,45}"))
        .orElse(peer);
  }
}
