package dev.almanac.registry.token;

/**
 * A new token.
 *
 * @param token what is kept of it
 * @param secret the whole of it, as it is to be presented; known here and now, and never again
 */
public record IssuedToken(Token token, String secret) {

  /** Without the secret: it must not end up in a log. */
  @Override
  public String toString() {
    return "IssuedToken[" + token.id() + "]";
  }
}
