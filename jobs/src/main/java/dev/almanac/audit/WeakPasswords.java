package dev.almanac.audit;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What nobody should have for a password: it is tried first. */
final class WeakPasswords {

  /** Shorter ones are counted through where their hash is known. */
  private static final int SHORTEST = 12;

  /** What products are delivered with, and what people put there for now. */
  static final List<String> KNOWN =
      List.of(
          "admin",
          "administrator",
          "almanac",
          "changeit",
          "changeme",
          "default",
          "foobar",
          "grafana",
          "letmein",
          "minioadmin",
          "minio123",
          "monitoring",
          "operator",
          "passw0rd",
          "password",
          "prom-operator",
          "prometheus",
          "ralph",
          "root",
          "secret",
          "test",
          "12345678",
          "123456");

  private WeakPasswords() {}

  /** What is wrong with a password, without the password; empty where nothing is. */
  static Optional<String> fault(String password) {
    if (password.isEmpty()) {
      return Optional.of("an empty password");
    }
    if (KNOWN.contains(password.toLowerCase(Locale.ROOT))) {
      return Optional.of("a password that everybody tries first");
    }
    return password.length() < SHORTEST
        ? Optional.of("a password of " + password.length() + " characters")
        : Optional.empty();
  }

  static String expected() {
    return "a random one of " + SHORTEST + " characters or more";
  }
}
