package dev.almanac.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorTest {

  private static final Labels UP = Labels.of("__name__", "up", "job", "ralph");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "up | {__name__=\"up\"}",
        "up{} | {__name__=\"up\"}",
        "job:up:sum | {__name__=\"job:up:sum\"}",
        "{job=\"ralph\",__name__=~\"http_.*\"} | {job=\"ralph\",__name__=~\"http_.*\"}",
        "up{job=\"x\"} | {__name__=\"up\",job=\"x\"}",
        "up { job != 'x' , } | {__name__=\"up\",job!=\"x\"}",
        "{\"http.duration\", \"service.name\"=\"a\"} |"
            + " {__name__=\"http.duration\",service.name=\"a\"}",
        "{a!~`\\d+`} | {a!~\"\\\\d+\"}",
        "{a=\"\\u00e7\\x41\\n\\\"\"} | {a=\"çA\\n\\\"\"}",
      })
  void readsWhatPromqlWrites(String text, String meaning) {
    assertThat(Selector.parse(text)).hasToString(meaning);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "## | expected a matcher such as job=\"node\" (nothing at all selects every series) at"
            + " character 1, found the end",
        "{} | expected a matcher such as job=\"node\" (nothing at all selects every series) at"
            + " character 3, found the end",
        "{job} | expected one of = != =~ !~ at character 5, found \"}\"",
        "{job=x} | expected a value in quotes at character 6, found \"x}\"",
        "{job=\"x | expected the quote that closes the one at character 6 at character 8, found the"
            + " end",
        "{job=\"x\" | expected , or } at character 9, found the end",
        "{1=\"x\"} | expected a label name at character 2, found \"1=\"x\"}\"",
        "up[5m] | expected the end at character 3, found \"[5m]\"",
        "{job=~\"\\d\"} | expected an escape that Prometheus knows (a regular expression needs its"
            + " backslashes doubled, or backticks around it) at character 9, found \"d\"}\"",
        "{job=\"\\ud800\"} | expected a character of Unicode in 4 hexadecimal digits at character"
            + " 9, found \"d800\"}\"",
      })
  void saysWhereASelectorIsWrong(String text, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Selector.parse(text))
        .withMessage("not a selector: " + text + ": " + message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "up",
        "{job=\"ralph\"}",
        "{job!=\"other\"}",
        "{job=~\"ra.*\"}",
        "{job!~\"a\"}",
        "{absent=\"\"}",
        "{absent!~\".+\"}",
        "{job=~\"(?i)RALPH\"}"
      })
  void matches(String text) {
    assertThat(Selector.parse(text).matches(UP)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "down",
        "{job=\"ralp\"}",
        "{job!=\"ralph\"}",
        "{job=~\"alph\"}",
        "{job!~\"r.*\"}",
        "{absent!=\"\"}",
        "up{job=\"ralph\",absent=\"x\"}"
      })
  void doesNotMatch(String text) {
    assertThat(Selector.parse(text).matches(UP)).isFalse();
  }

  @Test
  void everySeriesIsMeantByNoMatcher() {
    assertThat(Selector.ALL.matches(UP)).isTrue();
    assertThat(Selector.ALL.range()).isEqualTo(SeriesRange.ALL);
  }

  @Test
  void theRangeOfAMetricHoldsAllItsSeriesAndNoOther() {
    SeriesRange range = Selector.parse("up").range();

    assertThat(range.contains(UP)).isTrue();
    assertThat(range.contains(Labels.of("Zone", "a", "__name__", "up"))).isTrue();
    assertThat(range.contains(Labels.of("", "a", "__name__", "up"))).isTrue();
    assertThat(range.contains(Labels.of("Zone", "a", "__name__", "up2"))).isFalse();
    assertThat(range.contains(Labels.of("__name__", "uo"))).isFalse();
    assertThat(range.contains(Labels.of("job", "ralph"))).isFalse();
  }

  @Test
  void matchesTheSameAfterTravelling() throws Exception {
    Selector selector = Selector.parse("http_requests{code=~\"5..\",job!=\"test\"}");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(selector);
    }

    Selector arrived;
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      arrived = (Selector) in.readObject();
    }

    assertThat(arrived.toString()).isEqualTo(selector.toString());
    assertThat(arrived.matches(Labels.of("__name__", "http_requests", "code", "503"))).isTrue();
    assertThat(arrived.matches(Labels.of("__name__", "http_requests", "code", "200"))).isFalse();
  }
}
