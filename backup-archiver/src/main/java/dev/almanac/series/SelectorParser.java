package dev.almanac.series;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads a selector as PromQL writes it.
 *
 * @see <a href="https://prometheus.io/docs/prometheus/latest/querying/basics/">Querying basics:
 *     instant vector selectors, string literals</a>
 */
final class SelectorParser {

  private final String text;
  private final List<Matcher> matchers = new ArrayList<>();
  private int at;

  SelectorParser(String text) {
    this.text = text;
  }

  List<Matcher> parse() {
    skipSpace();
    if (at < text.length() && isNameStart(text.charAt(at))) {
      matchers.add(Matcher.eq(Labels.METRIC_NAME, name(true)));
      skipSpace();
    }
    if (peek('{')) {
      at++;
      braces();
      skipSpace();
    }
    if (at < text.length()) {
      throw expected(matchers.isEmpty() ? "a metric name or {" : "the end");
    }
    if (matchers.isEmpty()) {
      throw expected("a matcher such as job=\"node\" (nothing at all selects every series)");
    }
    return matchers;
  }

  private void braces() {
    skipSpace();
    while (!peek('}')) {
      matcher();
      skipSpace();
      if (peek(',')) {
        at++;
        skipSpace();
      } else if (!peek('}')) {
        throw expected(", or }");
      }
    }
    at++;
  }

  private void matcher() {
    boolean quoted = at < text.length() && isQuote(text.charAt(at));
    String label = quoted ? string() : name(false);
    skipSpace();
    if (quoted && (peek(',') || peek('}'))) {
      matchers.add(Matcher.eq(Labels.METRIC_NAME, label));
      return;
    }
    if (label.isEmpty()) {
      throw expected("a label name that is not empty before this");
    }
    Matcher.Type type = operator();
    skipSpace();
    if (at == text.length() || !isQuote(text.charAt(at))) {
      throw expected("a value in quotes");
    }
    matchers.add(new Matcher(label, type, string()));
  }

  private Matcher.Type operator() {
    for (Matcher.Type type :
        List.of(Matcher.Type.RE, Matcher.Type.NRE, Matcher.Type.NEQ, Matcher.Type.EQ)) {
      if (text.startsWith(type.operator(), at)) {
        at += type.operator().length();
        return type;
      }
    }
    throw expected("one of = != =~ !~");
  }

  private String name(boolean metric) {
    int start = at;
    while (at < text.length()
        && ((isNameStart(text.charAt(at)) && (metric || text.charAt(at) != ':'))
            || (at > start && isDigit(text.charAt(at))))) {
      at++;
    }
    if (at == start) {
      throw expected("a label name");
    }
    return text.substring(start, at);
  }

  private String string() {
    int start = at;
    char quote = text.charAt(at++);
    StringBuilder value = new StringBuilder();
    while (at < text.length() && text.charAt(at) != quote) {
      char c = text.charAt(at++);
      if (c == '\\' && quote != '`') {
        escape(value);
      } else if (c == '\n' && quote != '`') {
        at--;
        throw expected("no line break within quotes");
      } else {
        value.append(c);
      }
    }
    if (at == text.length()) {
      throw expected("the quote that closes the one at character " + (start + 1));
    }
    at++;
    return value.toString();
  }

  private void escape(StringBuilder into) {
    char c = at < text.length() ? text.charAt(at++) : 0;
    switch (c) {
      case 'a' -> into.append('\u0007');
      case 'b' -> into.append('\b');
      case 'f' -> into.append('\f');
      case 'n' -> into.append('\n');
      case 'r' -> into.append('\r');
      case 't' -> into.append('\t');
      case 'v' -> into.append('\u000b');
      case '\\', '\'', '"' -> into.append(c);
      case 'x' -> into.appendCodePoint(codePoint(2, 0x7f));
      case 'u' -> into.appendCodePoint(codePoint(4, Character.MAX_VALUE));
      case 'U' -> into.appendCodePoint(codePoint(8, Character.MAX_CODE_POINT));
      default -> {
        at--;
        throw expected(
            "an escape that Prometheus knows (a regular expression needs its backslashes doubled,"
                + " or backticks around it)");
      }
    }
  }

  private int codePoint(int digits, int most) {
    long point = -1;
    if (at + digits <= text.length()) {
      try {
        point = Long.parseUnsignedLong(text, at, at + digits, 16);
      } catch (NumberFormatException e) {
        // Said below, with the place.
      }
    }
    if (point < 0 || point > most || (point >= 0xd800 && point <= 0xdfff)) {
      throw expected("a character of Unicode in " + digits + " hexadecimal digits");
    }
    at += digits;
    return (int) point;
  }

  private static boolean isQuote(char c) {
    return c == '"' || c == '\'' || c == '`';
  }

  private static boolean isNameStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private boolean peek(char c) {
    return at < text.length() && text.charAt(at) == c;
  }

  private void skipSpace() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private IllegalArgumentException expected(String what) {
    String found = at < text.length() ? "\"" + text.substring(at) + "\"" : "the end";
    return new IllegalArgumentException(
        "not a selector: "
            + text
            + ": expected "
            + what
            + " at character "
            + (at + 1)
            + ", found "
            + found);
  }
}
