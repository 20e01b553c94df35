package dev.almanac.jobs;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Blob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Struct;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.duckdb.DuckDBStruct;

/**
 * Values of SQL as few kinds of Java values, and as text. Times are ISO 8601, in UTC as the archive
 * keeps them; bytes are hexadecimal; whatever has no kind of its own is its text.
 */
final class SqlValues {

  private static final Pattern NUMBER =
      Pattern.compile("U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL.*");

  private SqlValues() {}

  static boolean isNumber(String typeName) {
    return NUMBER.matcher(typeName).matches();
  }

  /**
   * Null, a Boolean, a number, a string, a list, or a map in order of its keys.
   *
   * @param typeName the column's, which takes the driver long to tell
   */
  static Object read(ResultSet result, int column, String typeName) throws SQLException {
    // The driver's java.sql.Timestamp would depend on the time zone of this machine.
    return switch (typeName) {
      case "TIMESTAMP" -> {
        long micros = result.getLong(column);
        yield result.wasNull() ? null : IsoTimes.text(micros);
      }
      case "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS" ->
          simplify(result.getObject(column, LocalDateTime.class));
      default -> simplify(result.getObject(column));
    };
  }

  private static Object simplify(Object value) throws SQLException {
    if (value instanceof Float number) {
      return (double) number;
    }
    if (value == null || value instanceof Boolean || value instanceof Number) {
      return value;
    }
    if (value instanceof Map<?, ?> map) {
      return simplifyMap(map);
    }
    if (value instanceof Struct struct) {
      return simplifyMap(((DuckDBStruct) struct).getMap());
    }
    if (value instanceof Array array) {
      List<Object> list = new ArrayList<>();
      for (Object element : (Object[]) array.getArray()) {
        list.add(simplify(element));
      }
      return list;
    }
    if (value instanceof LocalDateTime time) {
      return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time);
    }
    if (value instanceof Timestamp time) {
      return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time.toLocalDateTime());
    }
    if (value instanceof OffsetDateTime time) {
      return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time);
    }
    if (value instanceof Blob blob) {
      return HexFormat.of().formatHex(blob.getBytes(1, Math.toIntExact(blob.length())));
    }
    return value.toString();
  }

  private static Map<String, Object> simplifyMap(Map<?, ?> map) throws SQLException {
    Map<String, Object> simple = new TreeMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      simple.put(text(simplify(entry.getKey())), simplify(entry.getValue()));
    }
    return simple;
  }

  /** A value for people and for CSV. Numbers keep every digit; a label set is written as one. */
  static String text(Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof Double number) {
      return text((double) number);
    }
    if (value instanceof BigDecimal number) {
      return number.toPlainString();
    }
    if (value instanceof List<?> list) {
      return list.stream().map(SqlValues::nested).collect(Collectors.joining(", ", "[", "]"));
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> entry.getKey() + "=" + nested(entry.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    return value.toString();
  }

  /** Inside a list or a map strings are quoted, lest a comma in one reads as two. */
  private static String nested(Object value) {
    return value instanceof String text
        ? '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"'
        : value == null ? "null" : text(value);
  }

  private static String text(double number) {
    if (Double.isNaN(number)) {
      return "NaN";
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? "+Inf" : "-Inf";
    }
    double size = Math.abs(number);
    if (number == Math.rint(number) && size < 1e15) {
      return (1 / number < 0 && number == 0 ? "-" : "") + (long) number;
    }
    String shortest = Double.toString(number);
    return shortest.indexOf('E') >= 0 && size >= 1e-4 && size < 1e15
        ? new BigDecimal(shortest).toPlainString()
        : shortest;
  }
}
