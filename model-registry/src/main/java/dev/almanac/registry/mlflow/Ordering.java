package dev.almanac.registry.mlflow;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The order and the parts in which MLflow's clients ask for lists. */
final class Ordering {

  private static final Pattern CLAUSE = Pattern.compile("\\s*([a-z_]+)(?:\\s+((?i)ASC|DESC))?\\s*");
  private static final int MOST = 1000;

  private Ordering() {}

  /**
   * The order that clauses such as {@code name DESC} ask for.
   *
   * @param last what decides in the end
   */
  static <T> Comparator<T> of(
      List<String> clauses, Map<String, Comparator<T>> known, Comparator<T> last) {
    Comparator<T> order = null;
    for (String text : clauses) {
      Matcher clause = CLAUSE.matcher(text);
      if (!clause.matches() || !known.containsKey(clause.group(1))) {
        throw Parameters.wrong("order_by", "is none of " + known.keySet() + ": " + text);
      }
      Comparator<T> one = known.get(clause.group(1));
      one = "DESC".equalsIgnoreCase(clause.group(2)) ? one.reversed() : one;
      order = order == null ? one : order.thenComparing(one);
    }
    return order == null ? last : order.thenComparing(last);
  }

  /** A part of a list: {@code page_token} is the number of those before it. */
  static <T> Map<String, Object> page(
      String name, List<T> all, Parameters parameters, Function<T, Map<String, Object>> view) {
    int most = parameters.number("max_results", 0, 1_000_000, MOST);
    int from =
        parameters.text("page_token").filter(token -> !token.isEmpty()).isEmpty()
            ? 0
            : parameters.number("page_token", 0, Integer.MAX_VALUE, 0);
    int size = most == 0 ? MOST : Math.min(most, MOST);
    List<T> page = all.stream().skip(from).limit(size).toList();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put(name, page.stream().map(view).toList());
    if (from + page.size() < all.size() && !page.isEmpty()) {
      answer.put("next_page_token", Integer.toString(from + page.size()));
    }
    return answer;
  }
}
