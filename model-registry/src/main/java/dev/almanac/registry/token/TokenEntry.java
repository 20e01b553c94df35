package dev.almanac.registry.token;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An entry of the tokens' log.
 *
 * @param number its place, from 1
 * @param issued the token that it begins
 * @param ending the ids of the tokens that it ends
 * @param end how those end; there where any do
 * @param actor who did it
 * @param at when, by the clock of the host that did it
 */
record TokenEntry(
    long number,
    Optional<Token> issued,
    List<String> ending,
    Optional<Token.Ending> end,
    String actor,
    Instant at) {

  TokenEntry {
    ending = List.copyOf(ending);
    if (ending.isEmpty() != end.isEmpty()) {
      throw new IllegalArgumentException("tokens end at a time, and a time ends tokens");
    }
    if (issued.isEmpty() && ending.isEmpty()) {
      throw new IllegalArgumentException("an entry begins a token or ends some");
    }
  }
}
