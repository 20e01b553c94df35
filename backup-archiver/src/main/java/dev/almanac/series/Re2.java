package dev.almanac.series;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Regular expressions as Prometheus takes them, on Java's engine. Expressions have to match the
 * whole value, and a dot matches a line break too, as in Prometheus 3.
 *
 * <p>What RE2 does not know and Java does (look-around, back references, atomic groups, possessive
 * quantifiers) is refused, as Prometheus refuses it; what both know and write differently is
 * translated. Two differences are left: Java's {@code \s} matches a vertical tab too, and an
 * expression can be slow here; see {@link WholeValue}.
 *
 * @see <a href="https://github.com/google/re2/wiki/Syntax">RE2 syntax</a>
 */
final class Re2 {

  private static final Pattern COUNT = Pattern.compile("\\{\\d+(,\\d*)?}");

  private final String expression;
  private final StringBuilder java = new StringBuilder();
  private int at;

  /** Where the last repetition ends. */
  private int repeatedUntil = -1;

  private Re2(String expression) {
    this.expression = expression;
  }

  /**
   * Compiles an expression.
   *
   * @throws IllegalArgumentException where Prometheus would refuse it
   */
  static Pattern compile(String expression) {
    String java = new Re2(expression).translated();
    try {
      return Pattern.compile(java, Pattern.DOTALL | Pattern.UNICODE_CASE);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "not a regular expression: \"" + expression + "\": " + e.getDescription(), e);
    }
  }

  private String translated() {
    while (at < expression.length()) {
      char c = expression.charAt(at);
      if (c == '\\') {
        escape();
      } else if (c == '[') {
        characterClass();
      } else if (c == '(') {
        group();
      } else {
        other(c);
      }
    }
    return java.toString();
  }

  private void other(char c) {
    if (c == '{') {
      brace();
      return;
    }
    if (c == '+' && at == repeatedUntil) {
      throw unknown("a possessive quantifier");
    }
    java.append(c);
    at++;
    if (c == '*' || c == '+' || c == '?') {
      repeatedUntil = at;
    }
  }

  /** A brace that is no repetition is a character like others: {@code /api/{id}}. */
  private void brace() {
    java.util.regex.Matcher count = COUNT.matcher(expression).region(at, expression.length());
    if (count.lookingAt()) {
      java.append(count.group());
      at = count.end();
      repeatedUntil = at;
    } else {
      java.append("\\{");
      at++;
    }
  }

  private void escape() {
    if (expression.startsWith("\\Q", at)) {
      int end = expression.indexOf("\\E", at);
      end = end < 0 ? expression.length() : end + 2;
      java.append(expression, at, end);
      at = end;
      return;
    }
    char escaped = at + 1 < expression.length() ? expression.charAt(at + 1) : 0;
    if ((escaped >= '1' && escaped <= '9') || escaped == 'k') {
      throw unknown("a back reference");
    }
    if (escaped == 'Z' || escaped == 'G' || escaped == 'R' || escaped == 'X') {
      throw unknown("\\" + escaped);
    }
    int end = Math.min(at + 2, expression.length());
    if ("pPx".indexOf(escaped) >= 0 && expression.startsWith("{", end)) {
      end = expression.indexOf('}', end) + 1;
      if (end == 0) {
        throw new IllegalArgumentException(
            "not a regular expression: \"%s\": the { at character %d is never closed"
                .formatted(expression, at + 3));
      }
    }
    int name = at + "\\p{".length();
    if (escaped != 'x' && end - name > "Lu}".length()) {
      // A script: Greek, where Java wants IsGreek.
      java.append(expression, at, name).append("Is");
      at = name;
    }
    java.append(expression, at, end);
    at = end;
  }

  private void group() {
    for (String lookaround : new String[] {"(?=", "(?!", "(?<=", "(?<!"}) {
      if (expression.startsWith(lookaround, at)) {
        throw unknown("look-around");
      }
    }
    if (expression.startsWith("(?>", at)) {
      throw unknown("an atomic group");
    }
    if (expression.startsWith("(?P<", at)) {
      java.append("(?<");
      at += "(?P<".length();
    } else if (expression.startsWith("(?", at)) {
      java.append("(?");
      at += 2;
    } else {
      java.append('(');
      at++;
    }
  }

  /** Java gives a meaning to {@code [} and {@code &&} inside of brackets, RE2 to names alone. */
  private void characterClass() {
    int start = at;
    java.append(expression.charAt(at++));
    if (at < expression.length() && expression.charAt(at) == '^') {
      java.append(expression.charAt(at++));
    }
    boolean first = true;
    while (at < expression.length() && (first || expression.charAt(at) != ']')) {
      char c = expression.charAt(at);
      if (c == '\\') {
        escape();
      } else if (expression.startsWith("[:", at) && expression.indexOf(":]", at) > 0) {
        posixClass();
      } else {
        if (c == '[' || c == ']' || c == '&') {
          java.append('\\');
        }
        java.append(c);
        at++;
      }
      first = false;
    }
    if (at == expression.length()) {
      throw new IllegalArgumentException(
          "not a regular expression: \""
              + expression
              + "\": the [ at character "
              + (start + 1)
              + " is never closed");
    }
    java.append(expression.charAt(at++));
  }

  private void posixClass() {
    int end = expression.indexOf(":]", at);
    String name = expression.substring(at + 2, end);
    boolean not = name.startsWith("^");
    String java17 =
        switch (not ? name.substring(1) : name) {
          case "alnum" -> "Alnum";
          case "alpha" -> "Alpha";
          case "ascii" -> "ASCII";
          case "blank" -> "Blank";
          case "cntrl" -> "Cntrl";
          case "digit" -> "Digit";
          case "graph" -> "Graph";
          case "lower" -> "Lower";
          case "print" -> "Print";
          case "punct" -> "Punct";
          case "space" -> "Space";
          case "upper" -> "Upper";
          case "xdigit" -> "XDigit";
          case "word" -> "";
          default -> throw unknown("[:" + name + ":]");
        };
    if (java17.isEmpty()) {
      java.append(not ? "\\W" : "\\w");
    } else {
      java.append(not ? "\\P{" : "\\p{").append(java17).append('}');
    }
    at = end + 2;
  }

  private IllegalArgumentException unknown(String what) {
    return new IllegalArgumentException(
        "not a regular expression that Prometheus knows: \""
            + expression
            + "\" has "
            + what
            + " at character "
            + (at + 1));
  }
}
