package dev.almanac.flink.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.series.Labels;
import dev.almanac.series.Matcher;
import dev.almanac.series.Selector;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the source remembers: last timestamps, positions, shares. */
class LiveStateTest {

  private static final Labels UP = Labels.of("__name__", "up", "job", "a");

  private static SeriesRun run(Labels labels, long... timestamps) {
    return new SeriesRun(labels, timestamps, new long[timestamps.length]);
  }

  private static LivePosition positionAt(long floor, long position) {
    return new LivePosition(
        new LiveSplit(0, List.of(Matcher.ANY), floor, position, new long[0]), 100);
  }

  @Test
  void remembersTheLastTimestampOfManySeries() {
    LastTimestamps lasts = new LastTimestamps();
    long[] hashes = new Random(5).longs(10_000).toArray();
    for (int i = 0; i < hashes.length; i++) {
      lasts.put(hashes[i], i);
      lasts.put(hashes[i], i + 1);
    }

    assertThat(lasts.size()).isEqualTo(hashes.length);
    assertThat(IntStream.range(0, hashes.length)).allMatch(i -> lasts.get(hashes[i]) == i + 1);
    assertThat(lasts.get(42)).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void forgetsSeriesThatHaveVanished() {
    LastTimestamps lasts = new LastTimestamps();
    for (int i = 1; i <= 1000; i++) {
      lasts.put(i, i);
    }

    lasts.forgetBefore(991);

    assertThat(lasts.size()).isEqualTo(10);
    assertThat(lasts.get(991)).isEqualTo(991);
    assertThat(lasts.get(990)).isEqualTo(Long.MIN_VALUE);
    assertThat(LastTimestamps.of(lasts.toArray()).get(1000)).isEqualTo(1000);
  }

  @Test
  void tellsLabelSetsApart() {
    long hash = LastTimestamps.hash(UP);

    assertThat(hash).isEqualTo(LastTimestamps.hash(Labels.of("job", "a", "__name__", "up")));
    assertThat(hash).isNotEqualTo(LastTimestamps.hash(Labels.of("__name__", "up", "job", "b")));
    assertThat(hash).isNotEqualTo(LastTimestamps.hash(Labels.of("__name__", "upj", "ob", "a")));
    assertThat(LastTimestamps.hash(Labels.EMPTY)).isNotZero();
  }

  @Test
  void handsOnEachSampleOnce() {
    LivePosition position = positionAt(0, 0);

    assertThat(position.fresh(run(UP, 1, 2))).isEqualTo(run(UP, 1, 2));
    assertThat(position.fresh(run(UP, 1, 2, 3))).isEqualTo(run(UP, 3));
    assertThat(position.fresh(run(UP, 2, 3))).isNull();
  }

  @Test
  void countsAsLateWhatComesWhereAllHadBeenRead() {
    LivePosition position = positionAt(0, 0);
    assertThat(position.late(run(UP, 5))).isZero();
    position.advance(10);

    assertThat(position.late(run(UP, 8, 9, 10, 11))).isEqualTo(2);
  }

  @Test
  void goesOnWhereItsSplitWasTaken() {
    LivePosition position = positionAt(0, 0);
    position.fresh(run(UP, 950, 990));
    position.fresh(run(Labels.of("__name__", "gone"), 5));
    position.advance(1000);

    LiveSplit split = position.toSplit();
    LivePosition restored = new LivePosition(split, 100);

    assertThat(split.floor()).isEqualTo(900);
    assertThat(split.position()).isEqualTo(1000);
    assertThat(split.lasts()).hasSize(2); // the series that is gone is forgotten
    assertThat(restored.fresh(run(UP, 950, 990, 995))).isEqualTo(run(UP, 995));
  }

  @Test
  void neverReadsBeforeItsStart() {
    LivePosition position = positionAt(500, 500);
    position.advance(550);

    assertThat(position.toSplit().floor()).isEqualTo(500);
  }

  @Test
  void staysSmallWhileSeriesComeAndGo() {
    LivePosition position = positionAt(0, 0);
    for (int i = 1; i <= 100_000; i++) {
      position.fresh(run(Labels.of("__name__", "pod_" + i), i));
      position.advance(i);
    }

    assertThat(position.toSplit().lasts().length).isLessThan(500);
  }

  @Test
  void keepsSplitsAndPlansInCheckpoints() throws IOException {
    LiveSplit split =
        new LiveSplit(
            3,
            List.of(Matcher.ANY, new Matcher("job", Matcher.Type.NRE, "a|\u00FC")),
            -5,
            7,
            new long[] {1, 2, 3, 4});
    LivePlan plan = new LivePlan(true, List.of(split, LiveSplit.from(4, List.of(), 9)));
    LiveSplitSerializer splits = new LiveSplitSerializer();
    LivePlanSerializer plans = new LivePlanSerializer();

    assertThat(splits.deserialize(1, splits.serialize(split))).isEqualTo(split);
    assertThat(plans.deserialize(1, plans.serialize(plan))).isEqualTo(plan);
    assertThatThrownBy(() -> splits.deserialize(2, splits.serialize(split)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("found version 2");
  }

  /** Bytes of checkpoints that exist: whoever changes the format has to read these still. */
  @Test
  void readsTheSplitsOfVersion1() throws IOException {
    byte[] version1 =
        HexFormat.of()
            .parseHex(
                "0000000300000001000000036a6f6200000002217e0000000161ffffffffffff"
                    + "fffb00000000000000070000000100000000000000010000000000000002");
    LiveSplit split =
        new LiveSplit(
            3, List.of(new Matcher("job", Matcher.Type.NRE, "a")), -5, 7, new long[] {1, 2});

    assertThat(new LiveSplitSerializer().deserialize(1, version1)).isEqualTo(split);
    assertThat(new LiveSplitSerializer().serialize(split)).isEqualTo(version1);
  }

  @Test
  void aShareIsOfTheSeriesThatAreMeantByNow() {
    Matcher load = Matcher.re("__name__", "node_load.*");
    LiveSplit before =
        new LiveSplit(
            1,
            List.of(Matcher.eq("job", "a"), LiveSource.NOT_OUR_OWN, load),
            5,
            7,
            new long[] {1, 2});

    LiveSplit now = before.among(List.of(Matcher.eq("job", "b")));

    assertThat(now)
        .isEqualTo(
            new LiveSplit(
                1,
                List.of(Matcher.eq("job", "b"), LiveSource.NOT_OUR_OWN, load),
                5,
                7,
                new long[] {1, 2}));
    List<Matcher> nothing = LiveSplit.ofNothing(0, 5).among(List.of(Matcher.ANY)).matchers();
    assertThat(holds(nothing, UP)).isFalse();
    assertThat(holds(nothing, Labels.of("__name__", "almanac_scoring_series"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 9})
  void sharesOutEveryMetricOnce(int shares) {
    Map<String, Long> metrics = Map.of("a", 100L, "b", 60L, "c", 50L, "d", 1L, "node.load(1)", 1L);

    List<List<Matcher>> parts = LiveShares.of(metrics, shares);

    assertThat(parts).hasSize(Math.min(shares, 5));
    for (String name : List.of("a", "b", "c", "d", "node.load(1)", "a_new_one", "ab")) {
      Labels series = Labels.of("__name__", name);
      assertThat(parts.stream().filter(part -> holds(part, series))).hasSize(1);
    }
  }

  private static boolean holds(List<Matcher> matchers, Labels series) {
    return Selector.of(matchers).matches(series);
  }

  @Test
  void sharesAreOfAboutTheSameSize() {
    List<List<Matcher>> parts =
        LiveShares.of(Map.of("a", 100L, "b", 60L, "c", 50L, "d", 10L, "e", 9L), 2);

    assertThat(holds(parts.get(0), Labels.of("__name__", "a"))).isTrue();
    assertThat(holds(parts.get(0), Labels.of("__name__", "b"))).isFalse();
    assertThat(holds(parts.get(0), Labels.of("__name__", "c"))).isFalse();
  }

  @Test
  void aServerWithoutSeriesHasOneShare() {
    assertThat(LiveShares.of(Map.of(), 3)).containsExactly(List.of());
  }
}
