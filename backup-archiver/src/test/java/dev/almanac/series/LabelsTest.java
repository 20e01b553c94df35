package dev.almanac.series;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class LabelsTest {

  private static final String LAST_BEFORE_SURROGATES = "\uD7FF";
  private static final String FIRST_AFTER_SURROGATES = "\uE000";
  private static final String LAST_OF_BASIC_PLANE = "\uFFFF";
  private static final String FIRST_PAIR = "\uD800\uDC00"; // U+10000
  private static final String LAST_PAIR = "\uDBFF\uDFFF"; // U+10FFFF

  private static Labels metric(String name) {
    return Labels.of(Labels.METRIC_NAME, name);
  }

  @Test
  void hasNoLabelsWhereNoneAreGiven() {
    assertThat(Labels.of()).isEqualTo(Labels.EMPTY).hasToString("{}");
    assertThat(Labels.EMPTY.size()).isZero();
    assertThat(Labels.EMPTY.metricName()).isEmpty();
  }

  @Test
  void sortsItsNames() {
    Labels labels = Labels.of("job", "node", "__name__", "up", "Zone", "a");

    assertThat(labels.size()).isEqualTo(3);
    assertThat(List.of(labels.name(0), labels.name(1), labels.name(2)))
        .containsExactly("Zone", "__name__", "job");
    assertThat(List.of(labels.value(0), labels.value(1), labels.value(2)))
        .containsExactly("a", "up", "node");
    assertThat(labels.toMap()).containsExactlyEntriesOf(labels.toMap());
    assertThat(labels.toMap().keySet()).containsExactly("Zone", "__name__", "job");
  }

  @Test
  void sortsNamesByTheirBytes() {
    Labels labels = Labels.of(FIRST_PAIR, "pair", LAST_OF_BASIC_PLANE, "basic");

    assertThat(labels.name(0)).isEqualTo(LAST_OF_BASIC_PLANE);
  }

  @Test
  void isTheSameInWhateverOrderItsLabelsAreGiven() {
    Labels sorted = Labels.of("__name__", "up", "instance", "a", "job", "node");
    Labels unsorted = Labels.of("job", "node", "__name__", "up", "instance", "a");
    Labels fromMap = Labels.of(Map.of("job", "node", "instance", "a", "__name__", "up"));

    assertThat(unsorted).isEqualTo(sorted).hasSameHashCodeAs(sorted);
    assertThat(fromMap).isEqualTo(sorted).hasSameHashCodeAs(sorted);
    assertThat(sorted.compareTo(unsorted)).isZero();
  }

  @Test
  void keepsItsLabelsWhenTheArrayTheyCameInChanges() {
    String[] pairs = {"a", "1"};
    Labels labels = Labels.of(pairs);
    pairs[1] = "2";

    assertThat(labels.get("a")).isEqualTo("1");
  }

  @Test
  void refusesANameThatIsGivenTwice() {
    assertThatThrownBy(() -> Labels.of("a", "1", "a", "1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("label a is given twice");
    assertThatThrownBy(() -> Labels.of("a", "1", "b", "2", "a", "3"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesANameWithoutAValue() {
    assertThatThrownBy(() -> Labels.of("a", "1", "b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("label without a value: b");
  }

  @Test
  void holdsAnAbsentLabelForAnEmptyOne() {
    assertThat(Labels.of("a", "1").get("b")).isEmpty();
    assertThat(Labels.of("a", "").get("a")).isEmpty();
  }

  @Test
  void putsAShorterSetBeforeALongerOneThatBeginsWithIt() {
    assertThat(Labels.EMPTY).isLessThan(Labels.of("a", "1"));
    assertThat(Labels.of("a", "1")).isLessThan(Labels.of("a", "1", "b", "1"));
  }

  @Test
  void comparesANameBeforeItsValue() {
    assertThat(Labels.of("a", "2")).isLessThan(Labels.of("b", "1"));
    assertThat(Labels.of("a", "1")).isLessThan(Labels.of("a", "2"));
    assertThat(Labels.of("a", "1", "z", "1")).isLessThan(Labels.of("a", "2"));
  }

  @Test
  void comparesByBytesAcrossThePlanesOfUnicode() {
    List<String> ascending =
        List.of(
            "",
            "\u0000",
            "Z",
            "a",
            "\u007F",
            "\u0080",
            "\u07FF",
            "\u0800",
            LAST_BEFORE_SURROGATES,
            FIRST_AFTER_SURROGATES,
            LAST_OF_BASIC_PLANE,
            FIRST_PAIR,
            FIRST_PAIR + "a",
            LAST_PAIR);

    assertThat(ascending)
        .isSortedAccordingTo(Labels::compareUtf8)
        .doesNotHaveDuplicates()
        .isSortedAccordingTo(LabelsTest::compareBytes);
  }

  private static int compareBytes(String a, String b) {
    return Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8));
  }

  /** Valid UTF-16 that often agrees up to a place where encodings order differently. */
  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> symbols =
        Arbitraries.of(
            "a",
            "b",
            "\u00E9",
            LAST_BEFORE_SURROGATES,
            FIRST_AFTER_SURROGATES,
            LAST_OF_BASIC_PLANE,
            FIRST_PAIR,
            "\uD800\uDC01",
            "\uD801\uDC00",
            LAST_PAIR);
    return symbols.list().ofMaxSize(6).map(parts -> String.join("", parts));
  }

  @Property
  void comparesTextsAsTheirBytesDo(@ForAll("texts") String a, @ForAll("texts") String b) {
    assertThat(Integer.signum(Labels.compareUtf8(a, b)))
        .isEqualTo(Integer.signum(compareBytes(a, b)));
  }

  @Provide
  Arbitrary<Labels> labelSets() {
    Arbitrary<String> names = Arbitraries.of("Zone", "__name__", "a", "job", FIRST_PAIR);
    return Arbitraries.maps(names, texts()).ofMaxSize(4).map(Labels::of);
  }

  @Property
  void ordersSetsPairByPair(@ForAll("labelSets") Labels a, @ForAll("labelSets") Labels b) {
    assertThat(Integer.signum(a.compareTo(b))).isEqualTo(Integer.signum(compareAsPrometheus(a, b)));
    assertThat(a.compareTo(b) == 0).isEqualTo(a.equals(b));
  }

  /** labels.Compare of Prometheus, over bytes. */
  private static int compareAsPrometheus(Labels a, Labels b) {
    for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
      int name = compareBytes(a.name(i), b.name(i));
      if (name != 0) {
        return name;
      }
      int value = compareBytes(a.value(i), b.value(i));
      if (value != 0) {
        return value;
      }
    }
    return Integer.compare(a.size(), b.size());
  }

  @Property
  void ordersByMetricNameFirst(@ForAll("labelSets") Labels a, @ForAll("labelSets") Labels b) {
    int byName = compareBytes(a.metricName(), b.metricName());

    assertThat(Integer.signum(Labels.BY_METRIC_NAME.compare(a, b)))
        .isEqualTo(Integer.signum(byName != 0 ? byName : compareAsPrometheus(a, b)));
  }

  @Test
  void ordersByMetricNameWhereALabelSortsBeforeIt() {
    Labels zoned = Labels.of("Zone", "b", "__name__", "a");
    Labels plain = metric("b");

    assertThat(plain).isGreaterThan(zoned);
    assertThat(Labels.of("Zone", "a", "__name__", "b")).isLessThan(zoned);
    assertThat(Labels.BY_METRIC_NAME.compare(zoned, Labels.of("Zone", "a", "__name__", "b")))
        .isNegative();
  }

  @Property
  void survivesTheWayThroughAMap(@ForAll("labelSets") Labels labels) {
    assertThat(Labels.of(labels.toMap())).isEqualTo(labels).hasSameHashCodeAs(labels);
  }

  @Test
  void readsAsPromqlWritesIt() {
    assertThat(Labels.of("__name__", "up", "job", "node", "instance", "a:9100"))
        .hasToString("up{instance=\"a:9100\", job=\"node\"}");
    assertThat(metric("up")).hasToString("up{}");
    assertThat(Labels.of("job", "node")).hasToString("{job=\"node\"}");
  }

  @Test
  void escapesWhatPromqlEscapes() {
    assertThat(Labels.of("path", "C:\\a \"b\"\nc")).hasToString("{path=\"C:\\\\a \\\"b\\\"\\nc\"}");
  }

  @Test
  void quotesNamesThatPromqlQuotes() {
    assertThat(Labels.of("__name__", "http.server.duration", "job", "a"))
        .hasToString("{\"http.server.duration\", job=\"a\"}");
    assertThat(Labels.of("__name__", "up", "service.name", "a", "größe", "b", "1st", "c"))
        .hasToString("up{\"1st\"=\"c\", \"größe\"=\"b\", \"service.name\"=\"a\"}");
    assertThat(Labels.of("__name__", "say \"hi\"\n", "a\"b", "c"))
        .hasToString("{\"say \\\"hi\\\"\\n\", \"a\\\"b\"=\"c\"}");
    assertThat(metric("job:rate5m:sum")).hasToString("job:rate5m:sum{}");
    assertThat(Labels.of("a:b", "1")).hasToString("{\"a:b\"=\"1\"}");
  }
}
