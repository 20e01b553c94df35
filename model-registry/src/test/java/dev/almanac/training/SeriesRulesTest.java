package dev.almanac.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.forecast.resample.SampleKind;
import dev.almanac.series.Labels;
import dev.almanac.series.SeriesRange;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeriesRulesTest {

  private static SeriesRules rules(String yaml) {
    return new SeriesRules(TrainingConfigReader.parse(yaml, "training.yaml", Path.of("")));
  }

  private static Labels metric(String name, String... pairs) {
    String[] all = new String[pairs.length + 2];
    System.arraycopy(pairs, 0, all, 2, pairs.length);
    all[0] = Labels.METRIC_NAME;
    all[1] = name;
    return Labels.of(all);
  }

  @Test
  void takesTheFirstRuleThatMeansTheSeries() {
    SeriesRules rules =
        rules("series: [{match: a, step: 1m}, {match: '{x=\"1\"}', skip: true}, {match: b}]");

    assertThat(rules.ruleOf(metric("a", "x", "1")).orElseThrow().settings().step()).hasMinutes(1);
    assertThat(rules.ruleOf(metric("b", "x", "1"))).isEmpty();
    assertThat(rules.ruleOf(metric("b"))).isPresent();
    assertThat(rules.ruleOf(metric("c"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "requests_total, , COUNTER",
    "latency_count, , COUNTER",
    "latency_sum, , COUNTER",
    "latency_bucket, 0.1, COUNTER",
    "s3_bucket, , GAUGE",
    "load, , GAUGE",
    "total, , GAUGE"
  })
  void tellsACounterByTheNameOfItsMetric(String name, String le, SampleKind kind) {
    SeriesRules rules = rules("");
    Labels series = le == null ? metric(name) : metric(name, "le", le);

    assertThat(rules.kindOf(series, rules.ruleOf(series).orElseThrow())).isEqualTo(kind);
  }

  @Test
  void takesARulesWordForWhatSamplesAre() {
    SeriesRules rules = rules("series: [{match: node_count, type: gauge}]");
    Labels series = metric("node_count");

    assertThat(rules.kindOf(series, rules.ruleOf(series).orElseThrow()))
        .isEqualTo(SampleKind.GAUGE);
  }

  @Test
  void readsTheRangeOfThoseThatAreLearnedAlone() {
    Labels before = metric("a");
    Labels between = metric("c");
    Labels after = metric("e");

    SeriesRange range =
        rules("series: [{match: a, skip: true}, {match: b}, {match: 'd{x=\"1\"}'}]").range();

    assertThat(range.contains(metric("b", "z", "1"))).isTrue();
    assertThat(range.contains(between)).isTrue();
    assertThat(range.contains(metric("d", "x", "1"))).isTrue();
    assertThat(range.contains(before)).isFalse();
    assertThat(range.contains(after)).isFalse();
    assertThat(rules("series: [{match: b}, {match: '{x=\"1\"}'}]").range())
        .isEqualTo(SeriesRange.ALL);
  }

  @Test
  void groupsSeriesByLabels() {
    SeriesRules rules = rules("group_by: [job, env]");

    assertThat(rules.groupOf(metric("up", "job", "a", "env", "b"))).isEqualTo("a, b");
    assertThat(rules("").groupOf(metric("up"))).isEqualTo("all");
  }
}
