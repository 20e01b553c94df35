package dev.almanac.series;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A label set: names sorted and unique, the identity of a series. Immutable.
 *
 * <p>The natural order is Prometheus's own ({@code labels.Compare}): pair by pair, name before
 * value, each by its UTF-8 bytes, a shorter set before a longer one that begins with it. It is the
 * order of series in a block's index.
 */
public final class Labels implements Comparable<Labels>, Serializable {

  private static final long serialVersionUID = 1L;

  /** The label that holds the metric name. */
  public static final String METRIC_NAME = "__name__";

  /** Names that PromQL takes without quotes; a set without a metric name has none to quote. */
  private static final Pattern METRIC = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)?");

  private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

  public static final Labels EMPTY = new Labels(new String[0]);

  /**
   * The order of the archive: by metric name first, then by the natural order. It differs from the
   * natural order only for label names that sort before {@code __name__} (capitals and digits).
   */
  public static final Comparator<Labels> BY_METRIC_NAME =
      (a, b) -> {
        int byName = compareUtf8(a.metricName(), b.metricName());
        return byName != 0 ? byName : a.compareTo(b);
      };

  /** name, value, name, value, … */
  private final String[] pairs;

  private transient int hash;

  /** Volatile, so that whoever sees the array sees what is in it. */
  private transient volatile byte[] fields;

  private Labels(String[] pairs) {
    this.pairs = pairs;
  }

  /**
   * The label set of these pairs: name, value, name, value, … in any order.
   *
   * @throws IllegalArgumentException for an odd count or a name that is given twice
   */
  public static Labels of(String... pairs) {
    if (pairs.length % 2 != 0) {
      throw new IllegalArgumentException("label without a value: " + pairs[pairs.length - 1]);
    }
    for (int i = 2; i < pairs.length; i += 2) {
      if (compareUtf8(pairs[i - 2], pairs[i]) >= 0) {
        return sorted(pairs);
      }
    }
    return new Labels(pairs.clone());
  }

  /** The label set of this map's entries. */
  public static Labels of(Map<String, String> labels) {
    String[] pairs = new String[labels.size() * 2];
    int i = 0;
    for (Map.Entry<String, String> label : labels.entrySet()) {
      pairs[i++] = label.getKey();
      pairs[i++] = label.getValue();
    }
    return of(pairs);
  }

  private static Labels sorted(String[] pairs) {
    TreeMap<String, String> byName = new TreeMap<>(Labels::compareUtf8);
    for (int i = 0; i < pairs.length; i += 2) {
      if (byName.put(pairs[i], pairs[i + 1]) != null) {
        throw new IllegalArgumentException("label " + pairs[i] + " is given twice");
      }
    }
    String[] inOrder = new String[pairs.length];
    int i = 0;
    for (Map.Entry<String, String> label : byName.entrySet()) {
      inOrder[i++] = label.getKey();
      inOrder[i++] = label.getValue();
    }
    return new Labels(inOrder);
  }

  /** How many labels there are. */
  public int size() {
    return pairs.length / 2;
  }

  public String name(int i) {
    return pairs[2 * i];
  }

  public String value(int i) {
    return pairs[2 * i + 1];
  }

  /** The value of a label; the empty string where it is absent, which Prometheus holds the same. */
  public String get(String name) {
    for (int i = 0; i < pairs.length; i += 2) {
      if (pairs[i].equals(name)) {
        return pairs[i + 1];
      }
    }
    return "";
  }

  /** The value of {@code __name__}, or the empty string. */
  public String metricName() {
    return get(METRIC_NAME);
  }

  /** A copy as a map, in order of names. */
  public Map<String, String> toMap() {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], pairs[i + 1]);
    }
    return map;
  }

  /**
   * The labels in UTF-8 as Prometheus's protocols carry them in the message of a series: for each a
   * protobuf field 1, which is a message of its name, 1, and its value, 2. Made once and kept, for
   * what is written again and again; not to be changed.
   */
  public byte[] fields() {
    byte[] made = fields;
    if (made == null) {
      made = LabelFields.of(pairs);
      fields = made;
    }
    return made;
  }

  @Override
  public int compareTo(Labels other) {
    int shared = Math.min(pairs.length, other.pairs.length);
    for (int i = 0; i < shared; i++) {
      int c = compareUtf8(pairs[i], other.pairs[i]);
      if (c != 0) {
        return c;
      }
    }
    return Integer.compare(pairs.length, other.pairs.length);
  }

  /**
   * Compares by UTF-8 bytes. UTF-16 agrees except that surrogate pairs (code points from U+10000)
   * sort after U+E000…U+FFFF in UTF-8.
   */
  public static int compareUtf8(String a, String b) {
    int shared = Math.min(a.length(), b.length());
    for (int i = 0; i < shared; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        boolean xSurrogate = Character.isSurrogate(x);
        boolean ySurrogate = Character.isSurrogate(y);
        return xSurrogate == ySurrogate ? Character.compare(x, y) : xSurrogate ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Labels labels && Arrays.equals(pairs, labels.pairs);
  }

  @Override
  public int hashCode() {
    if (hash == 0) {
      hash = Arrays.hashCode(pairs);
    }
    return hash;
  }

  /**
   * As PromQL writes it: {@code up{instance="a:9100", job="node"}}, and with quotes around names
   * that need them: {@code {"http.duration", "service.name"="a"}}.
   */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    String metric = metricName();
    if (METRIC.matcher(metric).matches()) {
      text.append(metric).append('{');
    } else {
      quote(metric, text.append('{'));
    }
    String separator = text.charAt(text.length() - 1) == '{' ? "" : ", ";
    for (int i = 0; i < pairs.length; i += 2) {
      if (pairs[i].equals(METRIC_NAME)) {
        continue;
      }
      text.append(separator);
      separator = ", ";
      if (LABEL.matcher(pairs[i]).matches()) {
        text.append(pairs[i]);
      } else {
        quote(pairs[i], text);
      }
      quote(pairs[i + 1], text.append('='));
    }
    return text.append('}').toString();
  }

  /** A value as it stands between PromQL's double quotes. */
  static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  private static void quote(String text, StringBuilder into) {
    into.append('"').append(escaped(text)).append('"');
  }
}
