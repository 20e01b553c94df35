package dev.almanac.series;

import java.io.Serializable;
import java.util.Objects;

/**
 * A condition on one label, as PromQL writes it between braces. A label that a series lacks has the
 * empty value.
 *
 * @param name the label's name, {@code __name__} for the metric name
 * @param value what to compare with; for {@link Type#RE} and {@link Type#NRE} a regular expression
 *     in RE2 syntax that has to match the whole value
 */
public record Matcher(String name, Type type, String value) implements Serializable {

  /** How a label is compared. */
  public enum Type {
    EQ("="),
    NEQ("!="),
    RE("=~"),
    NRE("!~");

    private final String operator;

    Type(String operator) {
      this.operator = operator;
    }

    /** As PromQL writes it. */
    public String operator() {
      return operator;
    }
  }

  /** Every series there is: PromQL itself refuses it, remote read does not. */
  public static final Matcher ANY = new Matcher(Labels.METRIC_NAME, Type.RE, ".*");

  public Matcher {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a matcher needs the name of a label");
    }
    Objects.requireNonNull(type);
    Objects.requireNonNull(value);
  }

  public static Matcher eq(String name, String value) {
    return new Matcher(name, Type.EQ, value);
  }

  public static Matcher re(String name, String expression) {
    return new Matcher(name, Type.RE, expression);
  }

  /** As PromQL writes it: {@code job=~"node.*"}. */
  @Override
  public String toString() {
    return name + type.operator() + '"' + Labels.escaped(value) + '"';
  }
}
