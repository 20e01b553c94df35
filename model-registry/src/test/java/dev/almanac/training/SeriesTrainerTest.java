package dev.almanac.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.forecast.Forecast;
import dev.almanac.forecast.Forecasters;
import dev.almanac.forecast.History;
import dev.almanac.forecast.ModelCodec;
import dev.almanac.forecast.SeriesModel;
import dev.almanac.forecast.resample.SampleKind;
import dev.almanac.series.Labels;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SeriesTrainerTest {

  private static final Labels SERIES = Labels.of("__name__", "load");
  private static final int DAYS = 21;
  private static final SeriesSettings HOURLY =
      new SeriesSettings(
          Duration.ofHours(1),
          Duration.ofHours(12),
          List.of(Duration.ofDays(1)),
          Duration.ofDays(2),
          ZoneOffset.UTC,
          null);

  private final SeriesTrainer trainer =
      new SeriesTrainer(Forecasters.seasonalNaive(), HOURLY, Duration.ofDays(1));

  private static History history(int steps, IntToDoubleFunction value) {
    return new History(0, 3_600_000, IntStream.range(0, steps).mapToDouble(value).toArray());
  }

  private static double daily(int step) {
    return 10 + StrictMath.sin(step * Math.PI / 12) + new SplittableRandom(step).nextDouble();
  }

  private TrainedSeries train(History history) {
    return trainer.train(SERIES, SampleKind.GAUGE, history, Optional.empty());
  }

  @Test
  void judgesAModelThatHasNotSeenTheHoldout() {
    History history = history(DAYS * 24, SeriesTrainerTest::daily);
    double[] poisoned = history.values().clone();
    Arrays.fill(poisoned, poisoned.length - 12, poisoned.length, 1e6);

    SeriesAccuracy calm = train(history).summary().accuracy();
    SeriesAccuracy wild = train(new History(0, 3_600_000, poisoned)).summary().accuracy();

    // Had it seen the last half day it would expect it: the error would be small.
    assertThat(calm.smape()).isLessThan(20);
    assertThat(wild.smape()).isGreaterThan(90);
  }

  @Test
  void publishesAModelThatHasSeenEverything() {
    History history = history(DAYS * 24, step -> step < (DAYS - 1) * 24 ? 1 : daily(step));

    SeriesModel model = ModelCodec.decode(train(history).model());

    double[] expected = model.forecast(history, 24).median();
    assertThat(expected).containsExactly(Arrays.copyOfRange(history.values(), 20 * 24, 21 * 24));
  }

  @Test
  void isAsGoodAsTheSeasonalNaiveWhereItIsTheSeasonalNaive() {
    SeriesAccuracy accuracy =
        train(history(DAYS * 24, SeriesTrainerTest::daily)).summary().accuracy();

    assertThat(accuracy.relative()).isEqualTo(1);
    assertThat(accuracy.smape()).isEqualTo(accuracy.naiveSmape());
    assertThat(accuracy.coverage()).isBetween(0.5, 1.0);
  }

  @Test
  void judgesTheChampionOnTheSameHoldout() {
    History history = history(DAYS * 24, SeriesTrainerTest::daily);
    byte[] same = train(history.slice(0, (DAYS - 1) * 24)).model();

    SeriesSummary summary =
        trainer
            .train(SERIES, SampleKind.GAUGE, history, Optional.of(ModelCodec.decode(same)))
            .summary();

    assertThat(summary.champion().isKnown()).isTrue();
    assertThat(summary.champion()).isEqualTo(summary.accuracy());
  }

  @Test
  void passesOverAChampionOfAnotherStep() {
    History finer =
        new History(
            0, 60_000, IntStream.range(0, 5000).mapToDouble(SeriesTrainerTest::daily).toArray());
    SeriesSettings minutes =
        new SeriesSettings(
            Duration.ofMinutes(1),
            Duration.ofMinutes(30),
            List.of(),
            Duration.ofHours(1),
            ZoneOffset.UTC,
            null);
    byte[] other =
        new SeriesTrainer(Forecasters.naive(), minutes, Duration.ofHours(1))
            .train(SERIES, SampleKind.GAUGE, finer, Optional.empty())
            .model();

    SeriesSummary summary =
        trainer
            .train(
                SERIES,
                SampleKind.GAUGE,
                history(DAYS * 24, SeriesTrainerTest::daily),
                Optional.of(ModelCodec.decode(other)))
            .summary();

    assertThat(summary.champion()).isEqualTo(SeriesAccuracy.UNKNOWN);
  }

  @Test
  void judgesTheChampionOfASeriesThatIsNotLearnedAnyMore() {
    History history = history(DAYS * 24, SeriesTrainerTest::daily);
    byte[] champion = train(history).model();
    double[] sparse = history.values().clone();
    Arrays.fill(sparse, 0, 20 * 24, Double.NaN);

    SeriesSummary summary =
        trainer
            .train(
                SERIES,
                SampleKind.GAUGE,
                new History(0, 3_600_000, sparse),
                Optional.of(ModelCodec.decode(champion)))
            .summary();

    assertThat(summary.reason()).isEqualTo("less than 2d of history is known");
    assertThat(summary.champion().isKnown()).isTrue();
  }

  @Test
  void comparesNoErrorsThatAreNothingButRounding() {
    double tenth = 0.1;
    History still = history(DAYS * 24, step -> step % 5 == 0 ? tenth : Math.nextUp(tenth));

    SeriesAccuracy accuracy = train(still).summary().accuracy();

    assertThat(accuracy.relative()).isNaN();
    assertThat(accuracy.mase()).isNaN();
    assertThat(accuracy.smape()).isLessThan(1e-9);
  }

  @Test
  void forecastsNoRateBelowZero() {
    History history = history(DAYS * 24, step -> Math.max(0, daily(step) - 10.5));

    TrainedSeries trained = trainer.train(SERIES, SampleKind.COUNTER, history, Optional.empty());

    Forecast forecast = ModelCodec.decode(trained.model()).forecast(history, 48);
    assertThat(DoubleStream.of(forecast.interval(0.99).lower())).allMatch(value -> value >= 0);
  }

  /** Series that no exporter should show, and that some will. */
  @SuppressWarnings("ImmutableEnumChecker") // functions without state
  private enum Odd {
    ALL_UNKNOWN(step -> Double.NaN),
    ONE_POINT(step -> step == 100 ? 1 : Double.NaN),
    CONSTANT(step -> 7),
    ZERO(step -> 0),
    HUGE(step -> step % 2 == 0 ? 1e300 : -1e300),
    LARGEST(step -> Double.MAX_VALUE),
    INFINITE(step -> step % 3 == 0 ? Double.POSITIVE_INFINITY : step),
    JUMPING(step -> step / 24 % 2 == 0 ? 1 : 1e12),
    GAP_IN_THE_MIDDLE(step -> step > 60 && step < 400 ? Double.NaN : daily(step)),
    ENDED(step -> step > 200 ? Double.NaN : daily(step)),
    BEGUN_LATE(step -> step < 400 ? Double.NaN : daily(step)),
    TINY(step -> Double.MIN_VALUE * (step % 5));

    private final IntToDoubleFunction value;

    Odd(IntToDoubleFunction value) {
      this.value = value;
    }
  }

  @ParameterizedTest
  @EnumSource
  void makesFiniteForecastsOrGivesAReason(Odd odd) {
    History history = history(DAYS * 24, odd.value);

    TrainedSeries trained = train(history);

    if (trained.summary().isFitted()) {
      Forecast forecast = ModelCodec.decode(trained.model()).forecast(history, 24);
      assertThat(DoubleStream.of(forecast.mean())).allMatch(Double::isFinite);
      assertThat(DoubleStream.of(forecast.interval(0.95).lower())).allMatch(Double::isFinite);
      assertThat(DoubleStream.of(forecast.interval(0.95).upper())).allMatch(Double::isFinite);
    } else {
      assertThat(trained.summary().reason()).isNotBlank();
    }
    assertThat(trained.summary().accuracy().mase()).isNotInfinite();
    assertThat(trained.summary().accuracy().msis()).isNotInfinite();
  }
}
