package dev.almanac.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Names and values of a file of lines {@code name = value}, as Grafana's {@code grafana.ini} and
 * systemd's environment files have them. Reads other programs' files: what it does not understand
 * it passes over.
 */
public final class NamedValues {

  private final Map<String, String> values = new LinkedHashMap<>();

  private NamedValues() {}

  /** Those of a text; a name of a section is known as {@code section.name}. */
  public static NamedValues parse(String text) {
    NamedValues settings = new NamedValues();
    String section = "";
    for (String line : text.lines().map(String::strip).toList()) {
      if (line.startsWith("[") && line.endsWith("]")) {
        section = line.substring(1, line.length() - 1) + ".";
      } else if (!line.startsWith("#") && !line.startsWith(";") && line.contains("=")) {
        int equals = line.indexOf('=');
        settings.values.put(
            section + line.substring(0, equals).strip(),
            unquoted(line.substring(equals + 1).strip()));
      }
    }
    return settings;
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() > 1 && value.matches("\"[\\s\\S]*\"|'[\\s\\S]*'");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  public Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** Whether a name has the value {@code true}. */
  public boolean isTrue(String name) {
    return get(name).filter("true"::equals).isPresent();
  }

  /** All of them, in order; of one that is there twice the last. */
  public Map<String, String> all() {
    return Map.copyOf(values);
  }
}
