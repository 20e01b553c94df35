package dev.almanac.backup;

import static dev.almanac.backup.ListedSeries.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.series.Labels;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OwnLabelsTest {

  private static final Map<String, String> EXTERNAL = Map.of("cluster", "a", "Zone", "1");

  private static OwnLabels own(Map<String, String> external, Labels... inSnapshot) {
    return OwnLabels.of(
        external,
        new ListedSeries(
            List.of(inSnapshot).stream()
                .map(labels -> new ListedSeries.Series(labels, List.of(run(1, 1))))
                .toList()));
  }

  @Test
  void areThoseOfTheAnswerWhereNoneAreAdded() {
    Labels up = Labels.of("__name__", "up", "cluster", "a");

    assertThat(own(Map.of()).of(up)).isEqualTo(up);
  }

  @Test
  void areTheOthersThanThoseThatTheServerAdds() {
    assertThat(own(EXTERNAL).of(Labels.of("Zone", "1", "__name__", "up", "cluster", "a")))
        .isEqualTo(Labels.of("__name__", "up"));
  }

  @Test
  void areKeptWhereASeriesHasAnotherValueForThem() {
    assertThat(own(EXTERNAL).of(Labels.of("Zone", "1", "__name__", "up", "cluster", "b")))
        .isEqualTo(Labels.of("__name__", "up", "cluster", "b"));
  }

  @Test
  void areKeptWhereASeriesOfTheSnapshotHasTheSameValueOfItsOwn() {
    Labels federated = Labels.of("__name__", "up", "cluster", "a");

    assertThat(
            own(EXTERNAL, federated).of(Labels.of("Zone", "1", "__name__", "up", "cluster", "a")))
        .isEqualTo(federated);
  }
}
