package dev.almanac.prometheus;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What a Prometheus, or the proxy in front of it, asks of its callers. Prints no secret. */
public final class Credentials implements Serializable {

  private static final long serialVersionUID = 1L;

  public static final Credentials NONE = new Credentials("no credentials", null);

  private final String description;
  private final String authorization;

  /** Of the variables that tell; null where it is known already. */
  private final String prefix;

  private Credentials(String description, String authorization) {
    this(description, authorization, null);
  }

  private Credentials(String description, String authorization, String prefix) {
    this.description = description;
    this.authorization = authorization;
    this.prefix = prefix;
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

  /**
   * What an environment tells: {@code PREFIX_TOKEN}, or {@code PREFIX_USER} and {@code
   * PREFIX_PASSWORD}; none where it tells neither.
   *
   * @param environment null for what it does not tell
   */
  public static Credentials of(String prefix, UnaryOperator<String> environment) {
    String token = environment.apply(prefix + "_TOKEN");
    String user = environment.apply(prefix + "_USER");
    if (token != null) {
      return bearer(token);
    }
    String password = environment.apply(prefix + "_PASSWORD");
    return user == null ? NONE : basic(user, password == null ? "" : password);
  }

  /**
   * The same of the environment of whichever process asks: a job that is sent to other machines
   * with these carries no secret.
   */
  public static Credentials ofWhoeverAsks(String prefix) {
    return new Credentials("what " + prefix + "_TOKEN or " + prefix + "_USER say", null, prefix);
  }

  /** The value of the Authorization header. */
  Optional<String> authorization() {
    return Optional.ofNullable(
        prefix == null ? authorization : of(prefix, Credentials::environment).authorization);
  }

  private static String environment(String name) {
    String value = System.getenv(name);
    return value == null || value.isEmpty() ? null : value;
  }

  @Override
  public String toString() {
    return description;
  }
}
