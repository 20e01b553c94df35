package dev.almanac.forecast;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The ways to learn a model. */
public final class Forecasters {

  /** From how many origins the ensemble's members are judged. */
  private static final int ORIGINS = 32;

  /** From how many its bands are learned where horizons are short. */
  private static final int MANY_ORIGINS = 64;

  /** From how many the bands of a single member are learned. */
  private static final int FEW_ORIGINS = 8;

  private Forecasters() {}

  /** The last value for ever: what any other has to beat. */
  public static Forecaster naive() {
    return (history, options) -> learn(history, options, prepared -> new Naive());
  }

  /** The last season again and again, of the longest season that the history holds three times. */
  public static Forecaster seasonalNaive() {
    return (history, options) -> learn(history, options, Bank::seasonalNaive);
  }

  /**
   * One ridge autoregression on the lags of the seasons, learned in a single pass: the fastest that
   * is good. On the logarithmic scale where nothing is negative.
   */
  public static Forecaster autoregression() {
    return (history, options) ->
        learn(
            history,
            options,
            prepared -> Bank.one(prepared, prepared.lowest() < 0 ? Scale.LINEAR : Scale.LOG));
  }

  /**
   * The best there is here: the weighted median of up to nineteen members. They are autoregressions
   * on several sets of seasonal lags, autoregressions around profiles of the day and the week,
   * profiles alone, each on the linear and the logarithmic scale, and two naive ones. Each counts
   * by how it did on past origins; those that lose to a naive one do not.
   */
  public static Forecaster ensemble() {
    return Forecasters::learnEnsemble;
  }

  private static FitOutcome learnEnsemble(History history, ForecastOptions options) {
    Optional<SkipReason> reason = Preparation.reasonToSkip(history);
    if (reason.isPresent()) {
      return new FitOutcome.Skipped(reason.get());
    }
    Preparation prepared = Preparation.of(history, options);
    if (prepared.remarks().contains(Remark.CONSTANT)) {
      return model(prepared, options, List.of(new Naive()), new double[] {1}, FEW_ORIGINS);
    }
    List<Member> bank = Bank.all(prepared);
    List<Member> members = new ArrayList<>(bank);
    int learned = members.size();
    members.add(new Naive());
    members.add(Bank.seasonalNaive(prepared));
    int horizon = options.horizon();
    Rolling rolling = Rolling.over(prepared, members, horizon, ORIGINS);
    Weights weights = Weights.of(rolling.errors(), learned);
    if (weights.members().get(0) >= learned) {
      prepared.remarks().add(Remark.NAIVE_IS_BEST);
    }
    // Which members are good, late origins tell best; how bad it may get, a whole week does.
    List<Member> chosen = weights.members().stream().map(members::get).toList();
    Rolling errors =
        Rolling.isBrief(prepared, horizon)
            ? Rolling.overAWeek(prepared, chosen, horizon, MANY_ORIGINS)
            : rolling.only(weights.members());
    return model(prepared, chosen, weights.weights(), errors);
  }

  private static FitOutcome learn(
      History history, ForecastOptions options, Function<Preparation, Member> learner) {
    Optional<SkipReason> reason = Preparation.reasonToSkip(history);
    if (reason.isPresent()) {
      return new FitOutcome.Skipped(reason.get());
    }
    Preparation prepared = Preparation.of(history, options);
    List<Member> members = List.of(learner.apply(prepared));
    return model(prepared, options, members, new double[] {1}, FEW_ORIGINS);
  }

  private static FitOutcome model(
      Preparation prepared,
      ForecastOptions options,
      List<Member> members,
      double[] weights,
      int origins) {
    Rolling rolling = Rolling.over(prepared, members, options.horizon(), origins);
    return model(prepared, members, weights, rolling);
  }

  private static FitOutcome model(
      Preparation prepared, List<Member> members, double[] weights, Rolling rolling) {
    List<Integer> seasons = prepared.framing().seasons();
    Bands bands =
        Calibration.learn(
            rolling,
            new Combination(members, weights),
            seasons.isEmpty() ? 1 : seasons.get(0),
            prepared.remarks().contains(Remark.COUNTS) ? 1 / prepared.framing().unit() : 0);
    SeriesModel model =
        new SeriesModel(
            prepared.framing(), members, weights, bands, prepared.lowest(), prepared.highest());
    return new FitOutcome.Fitted(model, Set.copyOf(prepared.remarks()));
  }
}
