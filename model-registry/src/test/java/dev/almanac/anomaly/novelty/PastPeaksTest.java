package dev.almanac.anomaly.novelty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PastPeaksTest {

  private static final double SLACK = 1e-9;

  /** 1, 2, … 1, 2, … as often as told, so far apart that each is a peak of its own. */
  private static PastPeaks peaks(int times, double... heights) {
    PastPeaks peaks = new PastPeaks();
    for (int i = 0; i < times; i++) {
      for (double height : heights) {
        for (int quiet = 0; quiet < 100; quiet++) {
          peaks.next(0, SLACK);
        }
        peaks.next(height, SLACK);
      }
    }
    for (int quiet = 0; quiet < 100; quiet++) {
      peaks.next(0, SLACK);
    }
    return peaks;
  }

  @Test
  void knowsNothingOfFiftyHeights() {
    PastPeaks peaks = new PastPeaks();
    for (int i = 0; i < 50; i++) {
      assertThat(peaks.next(i, SLACK)).isInfinite();
    }
    assertThat(peaks.next(50, SLACK)).isFinite();
  }

  @Test
  void countsThePeaksThatWereAsHigh() {
    assertThat(peaks(1, 5, 4, 3, 2).next(4, SLACK)).isEqualTo(2);
    assertThat(peaks(1, 5, 4, 3, 2).next(5, SLACK)).isEqualTo(1);
  }

  @Test
  void betweenTwoPeaksCountsPartOfTheLower() {
    assertThat(peaks(1, 5, 4, 3, 2).next(3.75, SLACK)).isEqualTo(2.25);
  }

  @Test
  void theFurtherBeyondTheRecordTheRarer() {
    double little = peaks(1, 5, 4, 3, 2).next(5.5, SLACK);
    double much = peaks(1, 5, 4, 3, 2).next(20, SLACK);
    assertThat(little).isBetween(.5, 1.);
    assertThat(much).isBetween(0., .05);
  }

  @Test
  void countsHeightsThatAreNearAsOnePeak() {
    PastPeaks peaks = peaks(1, 5, 4, 3, 2);
    for (int i = 0; i < 10; i++) {
      peaks.next(4.5, SLACK);
    }
    for (int quiet = 0; quiet < 100; quiet++) {
      peaks.next(0, SLACK);
    }
    assertThat(peaks.next(4, SLACK)).isEqualTo(3);
  }

  @Test
  void nothingIsNewBelowTheLowestPeakThatIsKept() {
    PastPeaks peaks = peaks(10, 5, 4);
    assertThat(peaks.floor()).isEqualTo(4);
    assertThat(peaks.next(4, SLACK)).isInfinite();
    assertThat(peaks.next(4.5, SLACK)).isEqualTo(10.5);
  }

  /**
   * The chance that the next of n exchangeable heights is a record is 1 in n: ln(8) from n to 8n.
   */
  @ParameterizedTest
  @ValueSource(doubles = {0, 1, 3})
  void recordsAreAsOftenInHeavyTailsAsInLightOnes(double tail) {
    int records = 0;
    for (int seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      PastPeaks peaks = new PastPeaks();
      for (int i = 1; i <= 4000; i++) {
        double uniform = 1 - random.nextDouble();
        double expected =
            peaks.next(tail == 0 ? 1 - uniform : StrictMath.pow(uniform, -tail), SLACK);
        records += i > 500 && expected <= 1 ? 1 : 0;
      }
    }
    assertThat(records / 200.).isCloseTo(Math.log(8), within(.25));
  }
}
