package dev.almanac.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.forecast.FitOutcome;
import dev.almanac.forecast.Forecasters;
import dev.almanac.forecast.History;
import dev.almanac.forecast.resample.SampleKind;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HolidayCountryTest {

  @Test
  void learnsWithTheHolidaysOfACountry() {
    TrainingConfig config =
        TrainingConfigReader.parse(
            "{step: 1h, zone: Europe/Berlin, country: DE}", "training.yaml", Path.of(""));
    double[] values = IntStream.range(0, 60 * 24).mapToDouble(step -> step % 24).toArray();

    FitOutcome outcome =
        Forecasters.ensemble()
            .fit(
                new History(0, 3_600_000, values),
                config.rules().get(0).settings().options(SampleKind.GAUGE));

    assertThat(outcome).isInstanceOf(FitOutcome.Fitted.class);
  }
}
