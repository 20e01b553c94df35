package dev.almanac.registry.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.almanac.catalog.CatalogException;
import dev.almanac.catalog.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Entries of the tokens' log as JSON, format 1; {@code docs/format/tokens.md} describes them. */
final class TokenCodec {

  private static final int FORMAT = 1;

  private TokenCodec() {}

  static byte[] write(TokenEntry entry) {
    ObjectNode root = JsonObject.create();
    root.put("format", FORMAT);
    root.put("number", entry.number());
    root.put("actor", entry.actor());
    root.put("at", entry.at().toString());
    entry.issued().ifPresent(token -> write(root.putObject("issued"), token));
    if (entry.issued().isEmpty()) {
      root.putNull("issued");
    }
    entry.ending().forEach(root.putArray("ending")::add);
    root.put("why", entry.end().map(end -> label(end.kind())).orElse(null));
    root.put("ends_at", entry.end().map(end -> end.at().toString()).orElse(null));
    return JsonObject.write(root);
  }

  private static void write(ObjectNode node, Token token) {
    node.put("id", token.id());
    node.put("name", token.name());
    node.put("scope", token.scope().label());
    node.put("salt", token.hash().salt());
    node.put("sha256", token.hash().sha256());
    node.put("expires_at", token.expiresAt().map(Instant::toString).orElse(null));
  }

  private static String label(Token.Ending.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads an entry.
   *
   * @param number its place in the log
   * @param place where it was found, for messages
   * @throws TokenException where it is none of a known format, or of another place
   */
  static TokenEntry read(byte[] json, long number, String place) {
    try {
      JsonObject root = JsonObject.parse(json, place);
      long format = root.number("format");
      if (format != FORMAT) {
        throw new TokenException(
            "%s: tokens of format %d, this version of Almanac reads format %d; use the version that wrote it, or a later one"
                .formatted(place, format, FORMAT));
      }
      TokenEntry entry = root.read(TokenCodec::entry);
      if (entry.number() != number) {
        throw new TokenException(
            "%s: expected entry %d, found entry %d".formatted(place, number, entry.number()));
      }
      return entry;
    } catch (CatalogException e) {
      throw new TokenException(e.getMessage(), e);
    }
  }

  private static TokenEntry entry(JsonObject root) {
    String actor = root.text("actor");
    Instant at = root.instant("at");
    List<String> ending = root.texts("ending");
    return new TokenEntry(
        root.number("number"),
        root.isNull("issued")
            ? Optional.empty()
            : Optional.of(root.object("issued", token -> token(token, actor, at))),
        ending,
        ending.isEmpty()
            ? Optional.empty()
            : Optional.of(new Token.Ending(kind(root.text("why")), root.instant("ends_at"))),
        actor,
        at);
  }

  private static Token token(JsonObject node, String actor, Instant at) {
    return new Token(
        node.text("id"),
        node.text("name"),
        Scope.of(node.text("scope")),
        new TokenHash(node.text("salt"), node.text("sha256")),
        at,
        actor,
        node.isNull("expires_at") ? Optional.empty() : Optional.of(node.instant("expires_at")),
        Optional.empty());
  }

  private static Token.Ending.Kind kind(String label) {
    for (Token.Ending.Kind kind : Token.Ending.Kind.values()) {
      if (label(kind).equals(label)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("a token ends rotated or revoked, found " + label);
  }
}
