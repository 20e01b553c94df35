package dev.almanac.registry.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A part of a list.
 *
 * @param elements of it
 * @param next what comes after is asked for by this; empty at the end
 */
record Page<T>(List<T> elements, Optional<String> next) {

  /**
   * So many elements of a list.
   *
   * @param after the key of the last one that is known; empty to begin
   * @throws ProblemException where no element has that key: it is gone, or was made up
   */
  static <T> Page<T> of(List<T> all, Optional<String> after, int limit, Function<T, String> key) {
    int from = after.map(known -> place(all, known, key) + 1).orElse(0);
    int until = Math.min(all.size(), from + limit);
    return new Page<>(
        all.subList(from, until),
        until < all.size() ? Optional.of(key.apply(all.get(until - 1))) : Optional.empty());
  }

  private static <T> int place(List<T> all, String known, Function<T, String> key) {
    for (int i = 0; i < all.size(); i++) {
      if (key.apply(all.get(i)).equals(known)) {
        return i;
      }
    }
    throw new ProblemException(
        Problem.Kind.BAD_REQUEST, "after: there is no \"" + known + "\" here; begin again");
  }

  Map<String, Object> view(String name, Function<T, Object> view) {
    Map<String, Object> page = new LinkedHashMap<>();
    page.put(name, elements.stream().map(view).toList());
    page.put("next", next.orElse(null));
    return page;
  }
}
