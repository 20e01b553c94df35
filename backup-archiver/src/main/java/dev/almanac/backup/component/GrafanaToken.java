package dev.almanac.backup.component;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The token of a Grafana service account: from a file, else from the environment. Prints no secret.
 *
 * @param file a file that holds the token alone
 * @param environment where {@code GRAFANA_TOKEN} is, or null
 */
public record GrafanaToken(Optional<Path> file, UnaryOperator<String> environment)
    implements Supplier<String> {

  /** The variable of the environment. */
  public static final String VARIABLE = "GRAFANA_TOKEN";

  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,4096}");

  /**
   * @throws ComponentException where there is none, or it cannot be one
   */
  @Override
  public String get() {
    String token = file.isPresent() ? read(file.get()) : environment.apply(VARIABLE);
    String source = file.isPresent() ? "the file " + file.get() : "the environment's " + VARIABLE;
    if (token == null || token.isBlank()) {
      throw new ComponentException(
          "no token for Grafana in "
              + source
              + ": make a service account with the role Viewer and put its token there");
    }
    if (!TOKEN.matcher(token.strip()).matches()) {
      throw new ComponentException(
          source + " holds no token: expected one word of letters, digits and punctuation");
    }
    return token.strip();
  }

  private static String read(Path file) {
    try {
      if (Files.size(file) > 8192) {
        throw new ComponentException(file + " is too large for a token");
      }
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new ComponentException(
          "the token file " + file + " cannot be read: " + e.getClass().getSimpleName(), e);
    }
  }

  @Override
  public String toString() {
    return file.map(path -> "the token in " + path).orElse("the token in $" + VARIABLE);
  }
}
