package dev.almanac.forecast;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** The ways to learn a model. */
public final class Forecasters {

  private Forecasters() {}

  /** The last value for ever: what any other has to beat. */
  public static Forecaster naive() {
    return (history, options) -> learn(history, options, (prepared, asked) -> List.of(new Naive()));
  }

  /** The last season again and again, of the longest season that the history holds twice. */
  public static Forecaster seasonalNaive() {
    return (history, options) ->
        learn(history, options, (prepared, asked) -> List.of(seasonalNaive(prepared)));
  }

  private static Member seasonalNaive(Preparation prepared) {
    Member naive = new Naive();
    for (int season : prepared.framing().seasons()) {
      naive = 2 * season <= prepared.frame().length() ? new SeasonalNaive(season) : naive;
    }
    return naive;
  }

  private static FitOutcome learn(
      History history,
      ForecastOptions options,
      BiFunction<Preparation, ForecastOptions, List<Member>> bank) {
    Optional<SkipReason> reason = Preparation.reasonToSkip(history);
    if (reason.isPresent()) {
      return new FitOutcome.Skipped(reason.get());
    }
    Preparation prepared = Preparation.of(history, options);
    Framing framing = prepared.framing();
    List<Member> members = bank.apply(prepared, options);
    Combination combination =
        new Combination(
            members, prepared.lowest() / framing.unit(), prepared.highest() / framing.unit());
    int memory = members.stream().mapToInt(Member::memory).max().orElseThrow();
    Bands bands = Calibration.learn(prepared.frame(), combination, memory, options.horizon());
    return new FitOutcome.Fitted(
        new SeriesModel(framing, members, bands, prepared.lowest(), prepared.highest()),
        prepared.remarks());
  }
}
