package dev.almanac.flink.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.anomaly.Event;
import dev.almanac.anomaly.ScorerOptions;
import dev.almanac.flink.live.SeriesRun;
import dev.almanac.forecast.resample.SampleKind;
import dev.almanac.series.Labels;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class SeriesScorerTest {

  private static final long STALE = 0x7ff0000000000002L;
  private static final long START = 1_790_000_000_000L;
  private static final long STEP = 15_000;
  private static final int MANY = 2_000;

  private static final Labels GAUGE = Labels.of("__name__", "load", "instance", "a");
  private static final Labels COUNTER = Labels.of("__name__", "hits_total", "instance", "a");

  private final SeriesScorer scorer = new SeriesScorer(ScoreConfig.ofAlarmsPerDay(1));
  private final Recorded out = new Recorded();

  private static long time(int i) {
    return START + i * STEP;
  }

  private static SeriesRun run(Labels labels, int from, int until, IntToDoubleFunction value) {
    long[] times = new long[until - from];
    long[] bits = new long[until - from];
    for (int i = from; i < until; i++) {
      times[i - from] = time(i);
      bits[i - from] = Double.doubleToRawLongBits(value.applyAsDouble(i));
    }
    return new SeriesRun(labels, times, bits);
  }

  /** The same noise for the same number, between -1 and 1. */
  private static double noise(int i) {
    SplittableRandom random = new SplittableRandom(i);
    return random.nextDouble() + random.nextDouble() - 1;
  }

  private double score(Labels labels, int i) {
    return out.at(Written.SCORE, labels, time(i));
  }

  @Test
  void writesScoreExpectationAndBandOfEverySampleOnceItIsWarm() {
    SeriesMemory memory = scorer.begin(GAUGE, null);
    scorer.score(run(GAUGE, 0, MANY, i -> 10 + noise(i)), memory, null, out);
    scorer.score(run(GAUGE, MANY, MANY + 1, i -> 60), memory, null, out);

    assertThat(out.count(Written.SCORE, GAUGE)).isEqualTo(MANY + 1);
    assertThat(score(GAUGE, 3)).isZero();
    assertThat(score(GAUGE, MANY - 1)).isLessThan(1);
    assertThat(score(GAUGE, MANY)).isGreaterThan(1);
    assertThat(out.count(Written.FORECAST, GAUGE)).isEqualTo(MANY + 1 - 16);
    long last = time(MANY - 1);
    assertThat(out.at(Written.FORECAST, GAUGE, last)).isBetween(9., 11.);
    assertThat(out.at(Written.LOWER, GAUGE, last)).isBetween(5., 9.5);
    assertThat(out.at(Written.UPPER, GAUGE, last)).isBetween(10.5, 15.);
    assertThat(out.count(Written.HOUR_AHEAD, GAUGE)).isZero();
    assertThat(out.incidents.get(out.incidents.size() - 1))
        .satisfies(
            incident -> {
              assertThat(incident.alarm()).isTrue();
              assertThat(incident.labels()).isEqualTo(GAUGE);
              assertThat(incident.time()).isEqualTo(time(MANY));
              assertThat(incident.value()).isEqualTo(60);
            });
  }

  @Test
  void aLevelShiftIsTheNewNormalBeforeLong() {
    SeriesMemory memory = scorer.begin(GAUGE, null);
    scorer.score(
        run(GAUGE, 0, MANY + 100, i -> (i < MANY ? 10 : 40) + noise(i)), memory, null, out);

    assertThat(score(GAUGE, MANY)).isGreaterThan(1);
    assertThat(score(GAUGE, MANY + 99)).isLessThan(1);
    assertThat(out.incidents).anyMatch(incident -> incident.event() == Event.LEVEL_SHIFT);
  }

  @Test
  void scoresTheRateOfACounterButNotItsFirstSampleNorResetsNorGaps() {
    SeriesMemory memory = scorer.begin(COUNTER, null);
    double[] total = new double[MANY];
    for (int i = 1; i < MANY; i++) {
      total[i] = i == 1000 ? 5 : total[i - 1] + 150 + noise(i);
    }
    scorer.score(run(COUNTER, 0, 1_500, i -> total[i]), memory, null, out);
    scorer.score(run(COUNTER, 1_600, MANY, i -> total[i]), memory, null, out);

    assertThat(out.count(Written.SCORE, COUNTER)).isEqualTo(1_500 + 400 - 3);
    for (int none : new int[] {0, 1000, 1_600}) {
      assertThat(score(COUNTER, none)).isNaN();
    }
    assertThat(out.at(Written.FORECAST, COUNTER, time(MANY - 1))).isBetween(9.9, 10.1);
    assertThat(out.incidents).isEmpty();
    assertThat(scorer.counts().unknownRates).isEqualTo(3);
  }

  @Test
  void whatIsWrittenEndsWithItsSeriesAndGoesOnWithIt() {
    SeriesMemory memory = scorer.begin(GAUGE, null);
    scorer.score(run(GAUGE, 0, 100, i -> 10 + noise(i)), memory, null, out);
    scorer.score(
        new SeriesRun(GAUGE, new long[] {time(100)}, new long[] {STALE}), memory, null, out);
    scorer.score(run(GAUGE, 140, 141, i -> 10), memory, null, out);

    for (Written what : new Written[] {Written.SCORE, Written.FORECAST, Written.UPPER}) {
      assertThat(out.samples.get(what.of(GAUGE)).get(time(100))).isEqualTo(STALE);
    }
    assertThat(out.samples).doesNotContainKey(Written.HOUR_AHEAD.of(GAUGE));
    assertThat(score(GAUGE, 140)).isLessThan(1);
  }

  @Test
  void aValueThatIsNoNumberHasNoScoreAndLateSamplesNone() {
    SeriesMemory memory = scorer.begin(GAUGE, null);
    scorer.score(run(GAUGE, 0, 100, i -> 10 + noise(i)), memory, null, out);
    scorer.score(run(GAUGE, 100, 101, i -> Double.POSITIVE_INFINITY), memory, null, out);
    scorer.score(run(GAUGE, 50, 52, i -> 1e6), memory, null, out);

    assertThat(out.samples.get(Written.SCORE.of(GAUGE))).containsKey(time(100));
    assertThat(score(GAUGE, 100)).isNaN();
    assertThat(score(GAUGE, 50)).isLessThan(1);
    assertThat(scorer.counts().late).isEqualTo(2);
    assertThat(scorer.counts().absent).isEqualTo(1);
  }

  @Test
  void aRuleThatSaysByNowWhatSamplesMeanHoldsForSeriesThatAreKnown() throws IOException {
    SeriesMemory memory = scorer.begin(COUNTER, null);
    scorer.score(run(COUNTER, 0, 100, i -> 50 + noise(i)), memory, null, out);
    SeriesMemory restored = storedAndLoaded(memory);
    SeriesScorer other =
        new SeriesScorer(
            ScoreConfigReader.parse("series: [{match: hits_total, type: gauge}]", "it", 1));
    other.score(run(COUNTER, 100, 200, i -> 50 + noise(i)), restored, null, out);

    assertThat(restored.kind()).isEqualTo(SampleKind.GAUGE);
    assertThat(out.at(Written.FORECAST, COUNTER, time(199))).isBetween(49., 51.);
  }

  @Test
  void scoresNeitherWhatAlmanacWritesNorWhatRulesLeaveOut() {
    SeriesScorer some =
        new SeriesScorer(
            ScoreConfigReader.parse(
                "series: [{match: noise, skip: true}, {match: '{instance=\"a\"}'}]", "it", 1));

    assertThat(some.begin(Written.SCORE.of(GAUGE), null)).isNull();
    assertThat(some.begin(Labels.of("instance", "a"), null)).isNull();
    assertThat(some.begin(Labels.of("__name__", "noise", "instance", "a"), null)).isNull();
    assertThat(some.begin(Labels.of("__name__", "load", "instance", "b"), null)).isNull();
    assertThat(some.begin(GAUGE, null)).isNotNull();
  }

  /** By hours since the start: a day of ±20 around 50, as steep as 5 an hour. */
  private static double day(double hours) {
    return 50 + 20 * Math.sin(hours * Math.PI / 12);
  }

  private static double daily(int i) {
    return day(i * STEP / 3_600_000.) + noise(i);
  }

  @Test
  void theModelTellsADayFromADrop() {
    LiveModel model = Paths.model(1, 1, START, 300, SeriesScorerTest::day, 1);
    SeriesMemory memory = scorer.begin(GAUGE, model);
    scorer.score(run(GAUGE, 0, 4_000, SeriesScorerTest::daily), memory, model, out);
    scorer.score(run(GAUGE, 4_000, 4_001, i -> daily(i) - 8), memory, model, out);

    assertThat(score(GAUGE, 3_999)).isLessThan(1);
    assertThat(score(GAUGE, 4_000)).isGreaterThan(1);
    long last = time(3_999);
    assertThat(out.at(Written.FORECAST, GAUGE, last))
        .isBetween(day(3_999 * STEP / 3_600_000.) - 1, day(3_999 * STEP / 3_600_000.) + 1);
    double hourLater = day(3_999 * STEP / 3_600_000. + 1);
    assertThat(out.at(Written.HOUR_AHEAD, GAUGE, last)).isBetween(hourLater - 1, hourLater + 1);
    assertThat(scorer.counts().guided).isEqualTo(4_001 - 16);
  }

  @Test
  void anotherModelMakesNoScoreJump() {
    LiveModel model = Paths.model(1, 1, START, 300, SeriesScorerTest::day, 1);
    LiveModel other = Paths.model(2, 2, START, 300, hours -> 3 * day(hours) + 40, 2.5);
    SeriesMemory memory = scorer.begin(GAUGE, model);
    SeriesMemory followed = scorer.begin(GAUGE, model);
    Recorded undisturbed = new Recorded();
    SeriesRun before = run(GAUGE, 0, 3_000, SeriesScorerTest::daily);
    scorer.score(before, memory, model, out);
    scorer.score(before, followed, model, undisturbed);
    scorer.change(GAUGE, memory, model, other);
    SeriesRun next = run(GAUGE, 3_000, 3_001, SeriesScorerTest::daily);
    scorer.score(next, memory, other, out);
    scorer.score(next, followed, model, undisturbed);

    assertThat(out.at(Written.FORECAST, GAUGE, time(3_000)))
        .isCloseTo(
            undisturbed.at(Written.FORECAST, GAUGE, time(3_000)),
            org.assertj.core.data.Offset.offset(.1));
    assertThat(out.at(Written.UPPER, GAUGE, time(3_000)))
        .isCloseTo(
            undisturbed.at(Written.UPPER, GAUGE, time(3_000)),
            org.assertj.core.data.Offset.offset(.1));
    assertThat(score(GAUGE, 3_000)).isLessThan(1);
  }

  @Test
  void whatAModelSaysIsACounterIsOne() {
    Labels oddName = Labels.of("__name__", "odd");
    LiveModel gauge = Paths.model(1, 1, START, 300, hours -> 10, 1);
    LiveModel counter = new LiveModel(2, 2, SampleKind.COUNTER, gauge.path());
    SeriesMemory memory = scorer.begin(oddName, null);
    scorer.score(run(oddName, 0, 100, i -> 150. * i), memory, null, out);
    scorer.change(oddName, memory, null, counter);
    scorer.score(run(oddName, 100, 200, i -> 150. * i + noise(i)), memory, counter, out);

    assertThat(out.at(Written.FORECAST, oddName, time(199))).isBetween(9., 11.);
  }

  @Test
  void youngSeriesLearnFromTheirSiblings() {
    Siblings siblings = new Siblings();
    SeriesScorer old = new SeriesScorer(ScoreConfig.DEFAULT, siblings, Map::of);
    SplittableRandom random = new SplittableRandom(1);
    SeriesMemory memory = old.begin(GAUGE, null);
    // Heavy tails: now and then a value is far out.
    old.score(run(GAUGE, 0, MANY, i -> Math.pow(random.nextDouble() - .5, -3)), memory, null, out);

    SeriesMemory knowing = old.begin(Labels.of("__name__", "load", "instance", "b"), null);
    SeriesMemory unknowing = old.begin(Labels.of("__name__", "other"), null);

    assertThat(knowing.scorer.encode()).isNotEqualTo(unknowing.scorer.encode());
  }

  private static SeriesMemory storedAndLoaded(SeriesMemory memory) throws IOException {
    SeriesMemorySerializer serializer = new SeriesMemorySerializer();
    DataOutputSerializer bytes = new DataOutputSerializer(2048);
    serializer.serialize(memory, bytes);
    return serializer.deserialize(new DataInputDeserializer(bytes.getCopyOfBuffer()));
  }

  @Property(tries = 30)
  void scoresAreTheSameBitsHoweverRunsAreCutAndWhereverStateIsStored(
      @ForAll @IntRange(min = 1, max = 400) int piece, @ForAll boolean counts) throws IOException {
    Labels labels = counts ? COUNTER : GAUGE;
    LiveModel model = counts ? null : Paths.model(1, 1, START, 300, SeriesScorerTest::day, 1);
    IntToDoubleFunction values = counts ? i -> i % 700 * (10 + noise(i)) : SeriesScorerTest::daily;
    SeriesRun whole = run(labels, 0, MANY, values);
    SeriesScorer one = new SeriesScorer(ScoreConfig.DEFAULT);
    SeriesScorer other = new SeriesScorer(ScoreConfig.DEFAULT);
    Recorded pieces = new Recorded();
    SeriesMemory memory = one.begin(labels, model);
    one.score(whole, memory, model, out);
    SeriesMemory cut = other.begin(labels, model);
    for (int from = 0; from < MANY; from += piece) {
      cut = storedAndLoaded(cut);
      other.score(whole.part(from, Math.min(MANY, from + piece)), cut, model, pieces);
    }

    assertThat(pieces.samples).isEqualTo(out.samples);
    assertThat(pieces.incidents).isEqualTo(out.incidents);
    assertThat(cut.scorer.encode()).isEqualTo(memory.scorer.encode());
    out.samples.clear();
    out.incidents.clear();
  }

  @Test
  void takesAtMostTwoKilobytesASeries() throws IOException {
    SeriesMemory memory = scorer.begin(GAUGE, null);
    scorer.score(run(GAUGE, 0, 20_000, SeriesScorerTest::daily), memory, null, out);
    DataOutputSerializer bytes = new DataOutputSerializer(2048);
    new SeriesMemorySerializer().serialize(memory, bytes);

    assertThat(bytes.length()).isBetween(500, 2048);
  }

  @Test
  void copiesShareNothing() {
    SeriesMemory memory = scorer.begin(GAUGE, null);
    scorer.score(run(GAUGE, 0, 100, SeriesScorerTest::daily), memory, null, out);
    byte[] before = memory.scorer.encode();
    SeriesMemory copy = new SeriesMemorySerializer().copy(memory);
    scorer.score(run(GAUGE, 100, 200, SeriesScorerTest::daily), memory, null, out);

    assertThat(copy.scorer.encode()).isEqualTo(before);
    assertThat(Arrays.equals(memory.scorer.encode(), before)).isFalse();
  }

  @Test
  void takesForAGaugeWhatItsExporterCallsOneWhateverItsName() {
    Labels queued = Labels.of("__name__", "queued_count", "instance", "a");
    Map<String, Map<String, SampleKind>> said = new HashMap<>(Map.of("now", Map.of()));
    SeriesScorer told =
        new SeriesScorer(ScoreConfig.DEFAULT, new Siblings(), () -> said.get("now"));
    SeriesMemory memory = told.begin(queued, null);
    told.score(run(queued, 0, 100, i -> 10 + noise(i)), memory, null, out);
    assertThat(memory.kind()).isEqualTo(SampleKind.COUNTER);

    said.put("now", Map.of("queued_count", SampleKind.GAUGE));
    told.score(run(queued, 100, MANY, i -> 10 + noise(i)), memory, null, out);
    said.put("now", Map.of());
    told.score(run(queued, MANY, MANY + 1, i -> 10 + noise(i)), memory, null, out);

    assertThat(memory.kind()).isEqualTo(SampleKind.GAUGE);
    assertThat(out.at(Written.FORECAST, queued, time(MANY))).isBetween(9., 11.);
    assertThat(told.begin(queued, null).kind()).isEqualTo(SampleKind.COUNTER);
  }

  @Test
  void followsTheRuleOrTheModelRatherThanTheExporter() {
    ScoreRule rule =
        new ScoreRule(
            "{__name__=~\".+\"}", false, SampleKind.COUNTER, ScorerOptions.ofAlarmsPerDay(1), true);
    ScoreConfig ruled = new ScoreConfig("metrics", Duration.ofDays(1), List.of(rule));
    LiveModel model = Paths.model(1, 1, START, 300, SeriesScorerTest::day, 1);

    assertThat(
            new SeriesScorer(ruled, new Siblings(), () -> Map.of("load", SampleKind.GAUGE))
                .begin(GAUGE, null)
                .kind())
        .isEqualTo(SampleKind.COUNTER);
    assertThat(
            new SeriesScorer(
                    ScoreConfig.DEFAULT, new Siblings(), () -> Map.of("load", SampleKind.COUNTER))
                .begin(GAUGE, model)
                .kind())
        .isEqualTo(SampleKind.GAUGE);
  }
}
