package dev.almanac.catalog;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** What holds for the values of several records of a manifest. */
final class Invariants {

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private Invariants() {}

  static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  static void checkSha256(String digest) {
    check(
        SHA256.matcher(digest).matches(),
        "a SHA-256 is 64 lower-case hexadecimal digits, found \"" + digest + "\"");
  }

  static void checkCount(String name, long count) {
    check(count >= 0, name + " is negative: " + count);
  }

  /** Refuses a list in which two elements have the same name. */
  static <T> void checkDistinct(String what, List<T> elements, Function<T, ?> name) {
    Set<Object> seen = new HashSet<>();
    for (T element : elements) {
      check(seen.add(name.apply(element)), what + " is listed twice: " + name.apply(element));
    }
  }
}
