package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SoakTest {

  private static Soak of(double... lags) {
    Soak soak = new Soak();
    for (int i = 0; i < lags.length; i++) {
      soak.add(new Soak.Look(5. * i, lags[i], 500. * i, 1 << 20, 1 << 21));
    }
    return soak;
  }

  @Test
  void isSteadyWhereTheLagGrowsByNoMoreThanTheSlack() {
    assertThat(of(5, 6, 90, 7, 6, 16).steady(Duration.ofSeconds(10))).isTrue();
    assertThat(of(5, 6, 7, 7, 6, 16.1).steady(Duration.ofSeconds(10))).isFalse();
  }

  @Test
  void isNotSteadyWhereTheLagWasNotKnownOrTooSeldom() {
    assertThat(of(5, 5, Double.NaN, 5, 5, 5).steady(Duration.ofSeconds(10))).isFalse();
    assertThat(of(5, 5).steady(Duration.ofSeconds(10))).isFalse();
  }

  @Test
  void tellsHowMuchWasScoredInASecondAndTheLongestLag() {
    Soak soak = of(5, 9, 7);

    assertThat(soak.perSecond()).isEqualTo(100);
    assertThat(soak.view(Duration.ofSeconds(1)))
        .containsEntry("longest_lag_seconds", 9.)
        .containsEntry("steady", false);
  }

  @Test
  void showsADozenRowsOfManyLooks() {
    double[] lags = new double[120];
    StringWriter out = new StringWriter();
    of(lags).table().print(new PrintWriter(out, true), false);

    assertThat(out.toString().lines()).hasSizeBetween(10, 12).allMatch(row -> row.contains("100"));
  }

  @Test
  void refusesMoreTargetsThanSeries() {
    CommandRun run = CommandRun.of("bench", "soak", "--series", "2", "--targets", "3");

    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("no more targets than series");
  }
}
