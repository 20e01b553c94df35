package dev.almanac.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.series.Labels;
import org.junit.jupiter.api.Test;

class ScoreNamesTest {

  private static Labels score(String... more) {
    String[] pairs = new String[more.length + 2];
    pairs[0] = "__name__";
    pairs[1] = ScoreNames.SCORE;
    System.arraycopy(more, 0, pairs, 2, more.length);
    return Labels.of(pairs);
  }

  @Test
  void givesTheSourceItsNameBack() {
    assertThat(ScoreNames.sourceOf(score("for", "up", "job", "node")))
        .isEqualTo(Labels.of("__name__", "up", "job", "node"));
  }

  @Test
  void givesTheSourceALabelBackThatWasRenamed() {
    assertThat(ScoreNames.sourceOf(score("exported_for", "a", "for", "up")))
        .isEqualTo(Labels.of("__name__", "up", "for", "a"));
    assertThat(
            ScoreNames.sourceOf(
                score("exported_exported_for", "a", "exported_for", "b", "for", "up")))
        .isEqualTo(Labels.of("__name__", "up", "exported_for", "b", "for", "a"));
  }

  @Test
  void findsWhatWasExpectedBesideAScore() {
    assertThat(ScoreNames.beside(score("for", "up"), ScoreNames.LOWER))
        .isEqualTo(Labels.of("__name__", "almanac_forecast_lower", "for", "up"));
  }
}
