package dev.almanac.registry.mlflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * MLflow's filters, as far as its registry knows them: {@code name LIKE 'dem%' AND tags.stage =
 * 'a'}. Comparisons are joined by AND; operators are {@code =}, {@code !=}, {@code LIKE}, {@code
 * ILIKE} and {@code IN ('a', 'b')}.
 */
final class Filter {

  private static final int LONGEST = 4000;
  private static final String TEXT = "'((?:[^'\\\\]|\\\\.)*)'|\"((?:[^\"\\\\]|\\\\.)*)\"";
  private static final Pattern COMPARISON =
      Pattern.compile(
          "\\s*(?:(tags?)\\.)?(?:`([^`]+)`|\"([^\"]+)\"|([A-Za-z_][A-Za-z0-9_.-]*))\\s*"
              + "(=|!=|(?i:LIKE|ILIKE|IN)\\b)\\s*"
              + "(?:"
              + TEXT
              + "|([0-9]+)|\\(((?:\\s*(?:'[^']*'|\"[^\"]*\")\\s*,?)+)\\))\\s*");
  private static final Pattern AND = Pattern.compile("(?i)AND\\b");
  private static final Pattern ELEMENT = Pattern.compile("'([^']*)'|\"([^\"]*)\"");
  private static final String TAG = "tag ";

  /** Newer clients keep prompts among models, and ask for those that are none: all are here. */
  private static final String PROMPT = "mlflow.prompt.is_prompt";

  private final List<Condition> conditions = new ArrayList<>();

  private record Condition(String key, Predicate<String> holds) {}

  private Filter() {}

  /**
   * Reads a filter.
   *
   * @param attributes what may be compared besides tags
   * @throws MlflowException where it is none
   */
  static Filter parse(String text, Set<String> attributes) {
    Filter filter = new Filter();
    if (text.isBlank()) {
      return filter;
    }
    if (text.length() > LONGEST) {
      throw wrong("is longer than " + LONGEST + " characters");
    }
    Matcher comparison = COMPARISON.matcher(text);
    int at = 0;
    while (true) {
      if (!comparison.region(at, text.length()).lookingAt()) {
        throw wrong("cannot be understood from \"" + text.substring(at) + "\" on");
      }
      filter.add(comparison, attributes);
      at = comparison.end();
      if (at == text.length()) {
        return filter;
      }
      Matcher and = AND.matcher(text).region(at, text.length());
      if (!and.lookingAt()) {
        throw wrong("cannot be understood from \"" + text.substring(at) + "\" on");
      }
      at = and.end();
    }
  }

  private static MlflowException wrong(String what) {
    return Parameters.wrong("filter", what);
  }

  private void add(Matcher comparison, Set<String> attributes) {
    String name = first(comparison.group(2), comparison.group(3), comparison.group(4));
    boolean tag = comparison.group(1) != null;
    if (!tag && !attributes.contains(name)) {
      throw wrong("compares '" + name + "', which is none of " + attributes + " and tags.NAME");
    }
    String operator = comparison.group(5).toUpperCase(Locale.ROOT);
    String list = comparison.group(9);
    String value = first(comparison.group(6), comparison.group(7), comparison.group(8));
    if (operator.equals("IN") != (list != null)) {
      throw wrong("has IN with a list, and a list with IN alone");
    }
    conditions.add(new Condition((tag ? TAG : "") + name, condition(operator, value, list)));
  }

  private static Predicate<String> condition(String operator, String value, String list) {
    return switch (operator) {
      case "=" -> value::equals;
      case "!=" -> other -> !value.equals(other);
      case "LIKE" -> like(value, 0);
      case "ILIKE" -> like(value, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
      default -> elements(list)::contains;
    };
  }

  /** A run of % is one, and few of them are all a pattern has: more would take too long. */
  private static Predicate<String> like(String value, int flags) {
    String wildcards = value.replaceAll("%+", "%");
    if (wildcards.chars().filter(c -> c == '%').count() > 8) {
      throw wrong("has more than 8 '%' in a pattern");
    }
    StringBuilder pattern = new StringBuilder();
    for (int i = 0; i < wildcards.length(); i++) {
      char c = wildcards.charAt(i);
      pattern.append(c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(String.valueOf(c)));
    }
    return Pattern.compile(pattern.toString(), flags | Pattern.DOTALL).asMatchPredicate();
  }

  private static Set<String> elements(String list) {
    return ELEMENT
        .matcher(list)
        .results()
        .map(element -> first(element.group(1), element.group(2)))
        .collect(Collectors.toSet());
  }

  private static String first(String... texts) {
    for (String text : texts) {
      if (text != null) {
        return text;
      }
    }
    return null;
  }

  /** Whether something is meant; what it does not have equals nothing. */
  boolean matches(Map<String, String> attributes, Map<String, String> tags) {
    return conditions.stream()
        .allMatch(
            condition -> {
              String key = condition.key();
              String value =
                  key.equals(TAG + PROMPT)
                      ? tags.getOrDefault(PROMPT, "false")
                      : key.startsWith(TAG)
                          ? tags.get(key.substring(TAG.length()))
                          : attributes.get(key);
              return value != null && condition.holds().test(value);
            });
  }
}
