package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Label sets in answers, of questions that need no archive. */
class LabelSetsTest {

  private static Path folder;
  private static HistoryDatabase history;

  @BeforeContainer
  @BeforeAll
  static void open() throws IOException, SQLException {
    folder = Files.createTempDirectory("label-sets-");
    history = HistoryDatabase.open(ArchiveFiles.in(folder));
  }

  @AfterContainer
  @AfterAll
  static void close() throws IOException, SQLException {
    history.close();
    Files.delete(folder);
  }

  private static List<List<Object>> answer(String question) throws SQLException {
    List<List<Object>> all = new ArrayList<>();
    history.answer(
        question,
        new RowFormat() {
          @Override
          public void begin(List<Column> columns) {}

          @Override
          public void row(List<Object> values) {
            all.add(new ArrayList<>(values));
          }

          @Override
          public void end() {}
        });
    return all;
  }

  @Property(tries = 100)
  void areThoseOfTheRowWhateverIsInThem(
      @ForAll @Size(max = 4)
          Map<@StringLength(max = 6) String, @StringLength(max = 6) String> labels)
      throws SQLException {
    Map<String, String> valid = new TreeMap<>();
    labels.forEach((name, value) -> valid.put(valid(name), valid(value)));
    String pairs =
        valid.entrySet().stream()
            .map(label -> "(%s, %s)".formatted(chars(label.getKey()), chars(label.getValue())))
            .collect(Collectors.joining(", ", "[", "]"));

    List<List<Object>> rows =
        answer("SELECT 1, map_from_entries(%s::STRUCT(k VARCHAR, v VARCHAR)[])".formatted(pairs));

    assertThat(rows).containsExactly(List.of(1, valid));
  }

  /** UTF-8 has no surrogates. */
  private static String valid(String text) {
    return text.codePoints()
        .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static String chars(String text) {
    return text.codePoints()
        .mapToObj("chr(%d)"::formatted)
        .collect(Collectors.joining(" || ", "''" + (text.isEmpty() ? "" : " || "), ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT MAP {'a': '1'}",
        "SELECT MAP {'a': '1'};",
        "SELECT MAP {'a': '1'} -- the end",
        "SELECT MAP {'a': '1'}; -- the end",
        "SELECT MAP {'a': '1'} /* ; */",
        "VALUES (MAP {'a': '1'})",
        "FROM (SELECT MAP {'a': '1'})",
        "WITH one AS (SELECT MAP {'a': '1'}) FROM one"
      })
  void areReadHoweverTheQuestionEnds(String question) throws SQLException {
    assertThat(answer(question)).containsExactly(List.of(Map.of("a", "1")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"MAP {'a': ';'}", "MAP {'a': '#1'}"})
  void mayHoldWhatIsASignOfSql(String labels) throws SQLException {
    assertThat(answer("SELECT " + labels + "['a'], " + labels))
        .allSatisfy(row -> assertThat(row.get(1)).isEqualTo(Map.of("a", row.get(0))));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 30_000})
  void keepTheOrderThatIsAskedFor(int rows) throws SQLException {
    List<List<Object>> answer =
        answer(
            "SELECT n, MAP {'n': n::VARCHAR} AS labels FROM range(%d) AS t(n) ORDER BY n DESC"
                .formatted(rows));

    assertThat(answer)
        .isEqualTo(
            IntStream.iterate(rows - 1, n -> n >= 0, n -> n - 1)
                .mapToObj(n -> List.<Object>of((long) n, Map.of("n", String.valueOf(n))))
                .toList());
  }

  @Test
  void mayBeMissingAndMayHoldNull() throws SQLException {
    List<List<Object>> rows =
        answer("SELECT NULL::MAP(VARCHAR, VARCHAR) AS same, MAP {'a': NULL::VARCHAR} AS same");

    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).get(0)).isNull();
    assertThat(rows.get(0).get(1)).asString().isEqualTo("{a=null}");
  }
}
