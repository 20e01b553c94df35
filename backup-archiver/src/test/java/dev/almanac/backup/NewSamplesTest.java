package dev.almanac.backup;

import static dev.almanac.backup.ListedSeries.drain;
import static dev.almanac.backup.ListedSeries.run;
import static dev.almanac.backup.ListedSeries.series;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.series.Run;
import dev.almanac.series.TimeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class NewSamplesTest {

  private static final List<TimeRange> EVERYTHING = List.of(TimeRange.ALL);

  private static final NewSamples.Recuts IGNORED = (labels, timestamp) -> {};

  @Test
  void yieldsTheWholeSnapshotWhereNothingIsArchived() {
    var samples = difference(new ListedSeries(series("up", run(1, 10, 2, 20))), new ListedSeries());

    assertThat(drain(samples)).containsExactly("up ^1=10 2=20");
    assertThat(samples.seen().total()).isEqualTo(2);
  }

  @Test
  void yieldsNoSampleThatIsArchived() {
    var samples =
        difference(
            new ListedSeries(series("up", run(1, 10, 2, 20))),
            new ListedSeries(series("up", run(1, 10), run(2, 20))));

    assertThat(drain(samples)).isEmpty();
    assertThat(samples.seen().total()).isEqualTo(2);
    assertThat(samples.removed()).isZero();
  }

  @Test
  void continuesAChunkThatWasArchivedInPart() {
    var samples =
        difference(
            new ListedSeries(series("up", run(1, 10, 2, 20, 3, 30))),
            new ListedSeries(series("up", run(1, 10))));

    assertThat(drain(samples)).containsExactly("up 2=20 3=30");
  }

  @Test
  void findsLateSamplesBetweenArchivedOnes() {
    var samples =
        difference(
            new ListedSeries(series("up", run(1, 10, 2, 20, 3, 30, 4, 40, 5, 50))),
            new ListedSeries(series("up", run(1, 10, 3, 30, 5, 50))));

    assertThat(drain(samples)).containsExactly("up 2=20", "up 4=40");
    assertThat(samples.removed()).isZero();
  }

  @Test
  void countsArchivedSamplesThatTheSnapshotNoLongerShows() {
    var samples =
        difference(
            new ListedSeries(series("up", run(1, 10, 3, 30))),
            new ListedSeries(
                series("gone", run(7, 1)), series("up", run(1, 10, 2, 20, 3, 30, 4, 40))));

    assertThat(drain(samples)).isEmpty();
    assertThat(samples.removed()).isEqualTo(3);
    assertThat(samples.firstRemoval().labels().metricName()).isEqualTo("gone");
  }

  @Test
  void countsAnArchivedSampleWithOtherBitsAsRemovedAndYieldsTheNewOne() {
    var samples =
        difference(
            new ListedSeries(series("up", run(1, 11))), new ListedSeries(series("up", run(1, 10))));

    assertThat(drain(samples)).containsExactly("up ^1=11");
    assertThat(samples.removed()).isEqualTo(1);
  }

  @Test
  void expectsNothingOfTheSnapshotOutsideTheTimeItCovers() {
    var samples =
        new NewSamples(
            new ListedSeries(series("up", run(5, 50))),
            new ListedSeries(series("up", run(1, 10, 5, 50))),
            List.of(new TimeRange(5, 6)),
            IGNORED);

    assertThat(drain(samples)).isEmpty();
    assertThat(samples.removed()).isZero();
  }

  @Property(tries = 300)
  void yieldsExactlyTheDifferenceHoweverSamplesAreCut(
      @ForAll @Size(max = 30) List<@IntRange(max = 40) Integer> snapshot,
      @ForAll @Size(max = 30) List<@IntRange(max = 40) Integer> archive,
      @ForAll @IntRange(min = 1, max = 7) int cut) {
    var held = timestamps(snapshot);
    var stored = timestamps(archive);
    var samples =
        difference(
            new ListedSeries(series("up", runs(held, cut))),
            new ListedSeries(series("up", runs(stored, 3))));

    List<Long> found = new ArrayList<>();
    while (samples.nextSeries()) {
      for (Run run = samples.nextRun(); run != null; run = samples.nextRun()) {
        for (int i = 0; i < run.size(); i++) {
          found.add(run.timestamps[i]);
        }
      }
    }

    assertThat(found)
        .isEqualTo(held.keySet().stream().filter(t -> !stored.containsKey(t)).toList());
    assertThat(samples.removed())
        .isEqualTo(stored.keySet().stream().filter(t -> !held.containsKey(t)).count());
  }

  private static SortedMap<Long, Long> timestamps(List<Integer> numbers) {
    SortedMap<Long, Long> samples = new TreeMap<>();
    numbers.forEach(n -> samples.put((long) n, n * 10L));
    return samples;
  }

  private static Run[] runs(SortedMap<Long, Long> samples, int cut) {
    List<Run> runs = new ArrayList<>();
    List<Long> flat = new ArrayList<>();
    samples.forEach(
        (timestamp, value) -> {
          flat.add(timestamp);
          flat.add(value);
          if (flat.size() == cut * 2) {
            runs.add(run(flat.stream().mapToLong(Long::longValue).toArray()));
            flat.clear();
          }
        });
    if (!flat.isEmpty()) {
      runs.add(run(flat.stream().mapToLong(Long::longValue).toArray()));
    }
    return runs.toArray(Run[]::new);
  }

  private static NewSamples difference(ListedSeries snapshot, ListedSeries archive) {
    return new NewSamples(snapshot, archive, EVERYTHING, IGNORED);
  }
}
