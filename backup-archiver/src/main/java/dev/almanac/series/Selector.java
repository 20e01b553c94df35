package dev.almanac.series;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Which series are meant: those that all matchers hold for. Immutable, and safe for use by several
 * threads.
 */
public final class Selector implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Every series. */
  public static final Selector ALL = new Selector(List.of());

  private final List<Matcher> matchers;
  private final transient List<Predicate<String>> conditions = new ArrayList<>();

  private Selector(List<Matcher> matchers) {
    this.matchers = List.copyOf(matchers);
    matchers.forEach(matcher -> conditions.add(condition(matcher)));
  }

  /**
   * The series that all of these hold for.
   *
   * @throws IllegalArgumentException where a regular expression is none
   */
  public static Selector of(List<Matcher> matchers) {
    return new Selector(matchers);
  }

  /**
   * Reads a selector as PromQL writes it: {@code up}, {@code up{job="x"}}, {@code
   * {job="ralph",__name__=~"http_.*"}}, {@code {"http.duration","service.name"="a"}}.
   *
   * @throws IllegalArgumentException where it is none; the message shows the place
   */
  public static Selector parse(String text) {
    return new Selector(new SelectorParser(text).parse());
  }

  /** What it was made of makes it again: compiled expressions are not for travelling. */
  private record Form(List<Matcher> matchers) implements Serializable {

    private Object readResolve() {
      return Selector.of(matchers);
    }
  }

  private Object writeReplace() {
    return new Form(matchers);
  }

  private static Predicate<String> condition(Matcher matcher) {
    String value = matcher.value();
    return switch (matcher.type()) {
      case EQ -> value::equals;
      case NEQ -> other -> !value.equals(other);
      case RE -> new WholeValue(value);
      case NRE -> new WholeValue(value).negate();
    };
  }

  public List<Matcher> matchers() {
    return matchers;
  }

  /**
   * Whether the series is meant.
   *
   * @throws CostlyExpressionException where a regular expression takes too long on its labels
   */
  public boolean matches(Labels labels) {
    for (int i = 0; i < conditions.size(); i++) {
      if (!conditions.get(i).test(labels.get(matchers.get(i).name()))) {
        return false;
      }
    }
    return true;
  }

  /** The smallest range of the archive's order known to hold all series that are meant. */
  public SeriesRange range() {
    for (Matcher matcher : matchers) {
      if (matcher.type() == Matcher.Type.EQ && matcher.name().equals(Labels.METRIC_NAME)) {
        return new SeriesRange(first(matcher.value()), first(matcher.value() + '\0'));
      }
    }
    return SeriesRange.ALL;
  }

  /** No label set of this metric, or of one that sorts after it, sorts before this one. */
  private static Labels first(String metric) {
    return Labels.of("", "", Labels.METRIC_NAME, metric);
  }

  /** As PromQL writes it. */
  @Override
  public String toString() {
    return "{" + String.join(",", matchers.stream().map(Matcher::toString).toList()) + "}";
  }
}
