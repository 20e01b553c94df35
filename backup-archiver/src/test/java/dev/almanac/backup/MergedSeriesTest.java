package dev.almanac.backup;

import static dev.almanac.backup.ListedSeries.drain;
import static dev.almanac.backup.ListedSeries.run;
import static dev.almanac.backup.ListedSeries.series;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class MergedSeriesTest {

  @Test
  void yieldsNothingWhereThereIsNothing() {
    assertThat(drain(new MergedSeries(List.of()))).isEmpty();
    assertThat(drain(new MergedSeries(List.of(new ListedSeries(), new ListedSeries())))).isEmpty();
  }

  @Test
  void yieldsSeriesOfAllCursorsInOrder() {
    var merged =
        merged(
            new ListedSeries(series("b", run(1, 10)), series("d", run(1, 30))),
            new ListedSeries(series("a", run(1, 20)), series("c", run(1, 40))));

    assertThat(drain(merged)).containsExactly("a ^1=20", "b ^1=10", "c ^1=40", "d ^1=30");
  }

  @Test
  void chainsRunsOfOneSeriesThatFollowEachOther() {
    var merged =
        merged(
            new ListedSeries(series("up", run(1, 10, 2, 20), run(3, 30))),
            new ListedSeries(series("up", run(4, 40, 5, 50))));

    assertThat(drain(merged)).containsExactly("up ^1=10 2=20", "up ^3=30", "up ^4=40 5=50");
  }

  @Test
  void interleavesSamplesOfOverlappingCursorsByTime() {
    var merged =
        merged(
            new ListedSeries(series("up", run(1, 10, 4, 40, 9, 90))),
            new ListedSeries(series("up", run(2, 20, 3, 30), run(6, 60))));

    assertThat(drain(merged))
        .containsExactly("up ^1=10", "up ^2=20 3=30", "up 4=40", "up ^6=60", "up 9=90");
  }

  @Test
  void yieldsATimestampOfSeveralCursorsOnce() {
    var merged =
        merged(
            new ListedSeries(series("up", run(1, 10, 2, 20, 3, 30))),
            new ListedSeries(series("up", run(1, 10, 2, 20, 3, 30, 4, 40))));

    assertThat(drain(merged)).containsExactly("up ^1=10 2=20 3=30", "up 4=40");
    assertThat(merged.conflicts()).isZero();
  }

  @Test
  void prefersTheFirstCursorAndCountsWhereSamplesDiffer() {
    var merged =
        merged(
            new ListedSeries(series("up", run(1, 10, 2, 20))),
            new ListedSeries(series("up", run(2, 99, 3, 30))));

    assertThat(drain(merged)).containsExactly("up ^1=10 2=20", "up 3=30");
    assertThat(merged.conflicts()).isEqualTo(1);
  }

  @Test
  void passesOverWhatIsLeftOfASeries() {
    var merged =
        merged(
            new ListedSeries(series("a", run(1, 10), run(2, 20)), series("b", run(1, 1))),
            new ListedSeries(series("a", run(3, 30)), series("b", run(2, 2))));

    assertThat(merged.nextSeries()).isTrue();
    assertThat(merged.nextSeries()).isTrue();
    assertThat(merged.labels().metricName()).isEqualTo("b");
    assertThat(merged.nextRun().firstTimestamp()).isEqualTo(1);
    assertThat(merged.nextRun().firstTimestamp()).isEqualTo(2);
    assertThat(merged.nextRun()).isNull();
    assertThat(merged.nextSeries()).isFalse();
  }

  @Test
  void yieldsTheSameWhereTheFirstSeriesAreFoundSideBySide() {
    List<Supplier<ListedSeries>> cursors =
        List.of(
            () ->
                new ListedSeries(
                    series("a", run(1, 10), run(2, 20)), series("c", run(1, 1), run(4, 4))),
            ListedSeries::new,
            () -> new ListedSeries(series("b", run(5, 50)), series("c", run(2, 2, 3, 3))));

    assertThat(drain(MergedSeries.ahead(cursors)))
        .isEqualTo(drain(merged(cursors.stream().map(Supplier::get).toArray(ListedSeries[]::new))));
    assertThat(drain(MergedSeries.ahead(cursors.subList(0, 1)))).hasSize(4);
    MergedSeries passed = MergedSeries.ahead(cursors);
    assertThat(passed.nextSeries()).isTrue();
    assertThat(passed.nextSeries()).isTrue();
    assertThat(passed.nextRun().firstTimestamp()).isEqualTo(5);
  }

  @Test
  void throwsWhatFindingAFirstSeriesThrows() {
    RuntimeException damage = new IllegalStateException("damaged");
    List<Supplier<ListedSeries>> cursors =
        List.of(
            ListedSeries::new,
            () -> {
              throw damage;
            });

    assertThatThrownBy(() -> MergedSeries.ahead(cursors)).isSameAs(damage);
  }

  private static MergedSeries merged(ListedSeries... cursors) {
    return new MergedSeries(List.of(cursors));
  }
}
