package dev.almanac.episode;

import static dev.almanac.episode.Floats.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.anomaly.ScoreNames;
import dev.almanac.series.FloatRun;
import dev.almanac.series.Labels;
import java.util.List;
import org.junit.jupiter.api.Test;

class EpisodeCollectorTest {

  private static final long GAP = 600;
  private static final Labels ONE = score("up");
  private static final Labels OTHER = score("load");

  private final EpisodeCollector collector = new EpisodeCollector(GAP, new EpisodeLimits(1000, 5));

  private static Labels score(String of) {
    return Labels.of("__name__", ScoreNames.SCORE, "for", of);
  }

  @Test
  void hasNoEpisodeUpToTheBoundary() {
    collector.add(ONE, run(0, 0, 15, 1, 30, Double.NaN, 45, Math.nextDown(1.0)));

    assertThat(collector.all()).isEmpty();
  }

  @Test
  void joinsWhatIsCloserTogetherThanTheGap() {
    collector.add(ONE, run(0, 2, GAP - 1, 5, 2 * GAP - 1, 3));

    assertThat(collector.all())
        .containsExactly(
            new Episode(ONE, 0, GAP - 1, 2, GAP - 1, 5),
            new Episode(ONE, 2 * GAP - 1, 2 * GAP - 1, 1, 2 * GAP - 1, 3));
  }

  @Test
  void joinsWhatComesInSeveralRuns() {
    collector.add(ONE, run(0, 2));
    collector.add(OTHER, run(10, 7));
    collector.add(ONE, run(100, 4, 200, 4));

    assertThat(collector.all())
        .containsExactly(new Episode(ONE, 0, 200, 3, 100, 4), new Episode(OTHER, 10, 10, 1, 10, 7));
  }

  @Test
  void countsOnceWhatTheArchiveAndTheServerBothHave() {
    collector.add(ONE, run(0, 2, 15, 3));
    collector.add(ONE, run(0, 2, 15, 3, 30, 4));

    assertThat(collector.all()).containsExactly(new Episode(ONE, 0, 30, 3, 30, 4));
  }

  @Test
  void knowsInfiniteScores() {
    collector.add(ONE, run(0, Double.POSITIVE_INFINITY, 15, 3));

    assertThat(collector.all())
        .containsExactly(new Episode(ONE, 0, 15, 2, 0, Double.POSITIVE_INFINITY));
  }

  @Test
  void refusesMoreThanIsHeldInMemory() {
    assertThatThrownBy(
            () -> {
              for (int i = 0; i <= 5; i++) {
                collector.add(ONE, run((double) i * GAP, 2));
              }
            })
        .isInstanceOf(TooManyException.class)
        .hasMessageContaining("more than 5 episodes");
  }

  @Test
  void refusesMoreThanIsRead() {
    List<FloatRun> runs = List.of(new FloatRun(600), new FloatRun(600));
    runs.forEach(run -> run.setSize(600));

    collector.add(ONE, runs.get(0));
    assertThatThrownBy(() -> collector.add(OTHER, runs.get(1)))
        .isInstanceOf(TooManyException.class)
        .hasMessageContaining("more than 1000 scores");
  }
}
