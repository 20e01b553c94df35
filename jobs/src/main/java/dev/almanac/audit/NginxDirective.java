package dev.almanac.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directive of nginx's configuration.
 *
 * @param words its name, and what it is given
 * @param block what is between its braces; empty where it has none
 */
record NginxDirective(List<String> words, List<NginxDirective> block) {

  /** The directives of a file, in order. Files that it includes are not looked into. */
  static List<NginxDirective> parse(String text) {
    return new Reader(text).block(false);
  }

  String name() {
    return words.get(0);
  }

  /** What it is given, in one text. */
  String value() {
    return String.join(" ", words.subList(1, words.size()));
  }

  /** Those of a name directly in this block. */
  Stream<NginxDirective> all(String name) {
    return block.stream().filter(directive -> directive.name().equals(name));
  }

  /** This one and all that are within it. */
  Stream<NginxDirective> tree() {
    return Stream.concat(Stream.of(this), block.stream().flatMap(NginxDirective::tree));
  }

  /** Words, quoted ones too, until a semicolon or a brace. */
  private static final class Reader {

    private final String text;
    private int at;

    Reader(String text) {
      this.text = text;
    }

    /**
     * @param inner whether a closing brace ends it; what lacks one ends with the text, as nginx
     *     refuses such files itself
     */
    List<NginxDirective> block(boolean inner) {
      List<NginxDirective> directives = new ArrayList<>();
      List<String> words = new ArrayList<>();
      while (at < text.length()) {
        char c = text.charAt(at);
        if (c == '#') {
          int end = text.indexOf('\n', at);
          at = end < 0 ? text.length() : end;
        } else if (c == ';' || c == '{') {
          at++;
          List<NginxDirective> block = c == '{' ? block(true) : List.of();
          if (!words.isEmpty()) {
            directives.add(new NginxDirective(List.copyOf(words), block));
          }
          words.clear();
        } else if (c == '}') {
          at++;
          if (inner) {
            return directives;
          }
        } else if (Character.isWhitespace(c)) {
          at++;
        } else {
          words.add(c == '"' || c == '\'' ? quoted(c) : word());
        }
      }
      return directives;
    }

    private String word() {
      int begin = at;
      while (at < text.length() && " \t\r\n;{}".indexOf(text.charAt(at)) < 0) {
        // A variable's braces are no block: ${name}.
        boolean variable = text.startsWith("${", at) && text.indexOf('}', at) > 0;
        at = variable ? text.indexOf('}', at) + 1 : at + 1;
      }
      return text.substring(begin, at);
    }

    private String quoted(char quote) {
      StringBuilder word = new StringBuilder();
      for (at++; at < text.length() && text.charAt(at) != quote; at++) {
        if (text.charAt(at) == '\\' && at + 1 < text.length()) {
          at++;
        }
        word.append(text.charAt(at));
      }
      at++;
      return word.toString();
    }
  }
}
