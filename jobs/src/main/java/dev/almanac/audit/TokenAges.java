package dev.almanac.audit;

import dev.almanac.finding.Finding;
import dev.almanac.finding.Severity;
import dev.almanac.registry.token.Scope;
import dev.almanac.registry.token.Token;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Tokens of the ML API that are too old, that never end, or that may change what they never change.
 * The service's audit log has who changed something and who was refused: that somebody reads is in
 * no log, so that a token of scope {@code read} is never told to be unused.
 */
final class TokenAges implements Check {

  private static final Duration SOON = Duration.ofDays(14);

  /** So long a token has to be there before it is told that it was never needed. */
  private static final Duration UNUSED = Duration.ofDays(30);

  /** The service's log of changes. */
  private static final String LOG = "/var/log/monitoring/audit.jsonl";

  private static final Pattern TOKEN = Pattern.compile("\"token\":\"([0-9a-f]{16})\"");

  private final List<Token> tokens;
  private final Duration oldest;

  /**
   * @param oldest how old a token may be before it has to be rotated
   */
  TokenAges(List<Token> tokens, Duration oldest) {
    this.tokens = List.copyOf(tokens);
    this.oldest = oldest;
  }

  @Override
  public String name() {
    return "tokens";
  }

  @Override
  public List<Finding> look(Host host) throws IOException {
    Optional<Set<String>> active = active(host);
    List<Finding> findings = new ArrayList<>();
    for (Token token : tokens) {
      if (token.state(host.now()) == Token.State.VALID) {
        life(host, token).ifPresent(findings::add);
        if (active.isPresent()) {
          use(host, token, active.get()).ifPresent(findings::add);
        }
      }
    }
    return findings;
  }

  /** The tokens that changed something or tried to; empty where there is no log. */
  private static Optional<Set<String>> active(Host host) throws IOException {
    Path file = host.at(LOG);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    Set<String> active = new HashSet<>();
    try (Stream<String> lines = Files.lines(file)) {
      lines.map(TOKEN::matcher).filter(Matcher::find).forEach(one -> active.add(one.group(1)));
    }
    return Optional.of(active);
  }

  private Optional<Finding> life(Host host, Token token) {
    String rotate = "almanac token rotate " + token.name() + " --overlap 1d";
    Duration age = Duration.between(token.createdAt(), host.now());
    if (age.compareTo(oldest) > 0) {
      return Optional.of(
          finding(
              Severity.WARNING,
              where(token),
              "made " + age.toDays() + " days ago",
              "at most " + oldest.toDays() + " days",
              rotate));
    }
    if (token.end().isEmpty()) {
      return Optional.of(
          finding(
              Severity.WARNING,
              where(token),
              "never ends",
              "an end, however far",
              rotate + " --expires 90d"));
    }
    Duration left = Duration.between(host.now(), token.end().get());
    return left.compareTo(SOON) < 0 && token.ended().isEmpty()
        ? Optional.of(
            finding(
                Severity.WARNING,
                where(token),
                "ends at " + token.end().get() + ", and whoever has it is refused then",
                SOON.toDays() + " days yet, or to be let go on purpose",
                rotate))
        : Optional.empty();
  }

  private Optional<Finding> use(Host host, Token token, Set<String> active) {
    boolean old = Duration.between(token.createdAt(), host.now()).compareTo(UNUSED) > 0;
    boolean may = token.scope().covers(Scope.OPERATE);
    return may && old && !active.contains(token.id())
        ? Optional.of(
            finding(
                Severity.WARNING,
                where(token),
                "may change things ("
                    + token.scope().label()
                    + "), and has not for as long as "
                    + LOG
                    + " tells",
                "no more scope than is used",
                "almanac token revoke "
                    + token.name()
                    + ", and create one of scope read where it is used to look"))
        : Optional.empty();
  }

  private static String where(Token token) {
    return "token " + token.name() + " (" + token.id() + ")";
  }
}
