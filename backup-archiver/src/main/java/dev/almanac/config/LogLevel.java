package dev.almanac.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How much programs tell of their work, least first. */
public enum LogLevel {
  ERROR,
  WARN,
  INFO,
  DEBUG;

  /** The environment variable that says it. */
  public static final String VARIABLE = "ALMANAC_LOG_LEVEL";

  /** All of them, for messages. */
  public static final String NAMES =
      Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "));

  /**
   * The level of that name, in whatever case.
   *
   * @throws IllegalArgumentException for what is none; the message says what is
   */
  public static LogLevel parse(String name) {
    for (LogLevel level : values()) {
      if (level.name().equals(name.toUpperCase(Locale.ROOT))) {
        return level;
      }
    }
    throw new IllegalArgumentException("expected one of " + NAMES + ", found \"" + name + "\"");
  }
}
