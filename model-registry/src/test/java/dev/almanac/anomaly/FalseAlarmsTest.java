package dev.almanac.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.anomaly.synthetic.CleanShape;
import dev.almanac.anomaly.synthetic.FalseAlarms;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Thirty simulated days of a sample a minute, cold start included. The seeds are fixed, so that
 * nothing here depends on luck; {@code almanac bench alarms} runs more series, steps and settings.
 */
class FalseAlarmsTest {

  private static final int DAYS = 30;
  private static final int STEP_SECONDS = 60;
  private static final Percentage PROMISED = Percentage.withPercentage(20);

  private static void raisesAsManyAlarmsAsSet(
      CleanShape shape, boolean guided, double perDay, int series) {
    long alarms =
        new FalseAlarms(shape, guided, STEP_SECONDS)
            .count(ScorerOptions.ofAlarmsPerDay(perDay), series, DAYS, 1000);
    assertThat((double) alarms / series / DAYS).isCloseTo(perDay, PROMISED);
  }

  @ParameterizedTest
  @EnumSource
  void raisesTenAlarmsADayWhereTenAreSet(CleanShape shape) {
    raisesAsManyAlarmsAsSet(shape, false, 10, 3);
  }

  @ParameterizedTest
  @EnumSource
  void raisesOneAlarmADayWhereOneIsSet(CleanShape shape) {
    raisesAsManyAlarmsAsSet(shape, false, 1, 10);
  }

  @ParameterizedTest
  @EnumSource(names = {"GAUSSIAN", "HEAVY_TAILED", "AUTOREGRESSIVE", "REPEATING"})
  void raisesAnAlarmInTenDaysWhereThatIsSet(CleanShape shape) {
    raisesAsManyAlarmsAsSet(shape, false, .1, 40);
  }

  @ParameterizedTest
  @EnumSource(names = "SEASONAL")
  void keepsToTheSettingWhereAModelsBandIsTooWideByNightAndTooNarrowByDay(CleanShape shape) {
    raisesAsManyAlarmsAsSet(shape, true, 1, 10);
  }
}
