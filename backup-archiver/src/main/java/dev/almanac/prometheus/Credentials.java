package dev.almanac.prometheus;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** What a Prometheus, or the proxy in front of it, asks of its callers. Prints no secret. */
public final class Credentials implements Serializable {

  private static final long serialVersionUID = 1L;

  public static final Credentials NONE = new Credentials("no credentials", null);

  private final String description;
  private final String authorization;

  private Credentials(String description, String authorization) {
    this.description = description;
    this.authorization = authorization;
  }

  /**
   * HTTP basic authentication.
   *
   * @throws IllegalArgumentException for a user name with a colon, which the scheme cannot carry
   */
  public static Credentials basic(String user, String password) {
    if (user.indexOf(':') >= 0) {
      throw new IllegalArgumentException("a user name for basic auth cannot contain a colon");
    }
    byte[] pair = (user + ':' + password).getBytes(StandardCharsets.UTF_8);
    return new Credentials(
        "basic auth as " + user, "Basic " + Base64.getEncoder().encodeToString(pair));
  }

  /** A bearer token. Surrounding white space is dropped: token files end in a newline. */
  public static Credentials bearer(String token) {
    return new Credentials("a bearer token", "Bearer " + token.strip());
  }

  /** The value of the Authorization header. */
  Optional<String> authorization() {
    return Optional.ofNullable(authorization);
  }

  @Override
  public String toString() {
    return description;
  }
}
