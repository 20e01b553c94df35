package dev.almanac.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The label sets of an answer, fetched as text. The driver makes an object of every entry of every
 * row, which takes longer than all else that is done for the row; as JSON that DuckDB writes it is
 * one string, and a string that was there before need not be read again.
 */
final class LabelSets {

  private static final String TYPE = "MAP(VARCHAR, VARCHAR)";
  private static final int MOST_REMEMBERED = 10_000;
  private static final TypeReference<TreeMap<String, Object>> LABELS = new TypeReference<>() {};

  private final ObjectMapper json = new ObjectMapper();
  private final Map<String, Map<String, Object>> remembered = new HashMap<>();

  static boolean isOne(String typeName) {
    return typeName.equals(TYPE);
  }

  /**
   * The question whose answer is the same rows with label sets as text, or nothing where there are
   * none, or where the question cannot stand in parentheses: its last semicolon has something
   * behind it, a comment or the rest of a string.
   *
   * @param types of the answer's columns
   */
  static Optional<String> asText(String question, List<String> types) {
    String select = question.strip().replaceFirst(";$", "");
    if (types.stream().noneMatch(LabelSets::isOne) || select.contains(";")) {
      return Optional.empty();
    }
    String columns =
        IntStream.rangeClosed(1, types.size())
            .mapToObj(n -> isOne(types.get(n - 1)) ? "to_json(#%d)::VARCHAR".formatted(n) : "#" + n)
            .collect(Collectors.joining(", "));
    // The line break ends a comment that the question may end with.
    return Optional.of("SELECT " + columns + " FROM (" + select + "\n)");
  }

  /** A label set, in order of names, or null for null; not to be changed, for rows share it. */
  Map<String, Object> read(String text) {
    if (text == null) {
      return null;
    }
    if (remembered.size() == MOST_REMEMBERED) {
      remembered.clear();
    }
    return remembered.computeIfAbsent(text, this::parse);
  }

  private Map<String, Object> parse(String text) {
    try {
      return json.readValue(text, LABELS);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("DuckDB wrote a label set that is no JSON: " + text, e);
    }
  }
}
