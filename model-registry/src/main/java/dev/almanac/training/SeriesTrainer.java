package dev.almanac.training;

import dev.almanac.forecast.FitOutcome;
import dev.almanac.forecast.ForecastOptions;
import dev.almanac.forecast.Forecaster;
import dev.almanac.forecast.History;
import dev.almanac.forecast.ModelCodec;
import dev.almanac.forecast.Remark;
import dev.almanac.forecast.SeriesModel;
import dev.almanac.forecast.resample.SampleKind;
import dev.almanac.series.Labels;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Learns a series: a model from all that is known of it, and the accuracy of a model that was
 * learned in the same way without the hold-out. Equal input gives equal bytes. Safe for use by
 * several threads where the forecaster is.
 */
public final class SeriesTrainer {

  private static final byte[] NO_MODEL = {};

  private final Forecaster forecaster;
  private final SeriesSettings settings;
  private final int holdout;

  /**
   * @param holdout how long the last part of a history is on which models are judged
   */
  public SeriesTrainer(Forecaster forecaster, SeriesSettings settings, Duration holdout) {
    this.forecaster = forecaster;
    this.settings = settings;
    this.holdout = (int) Math.max(1, holdout.toMillis() / settings.step().toMillis());
  }

  /**
   * Learns a series.
   *
   * @param history its steps, with the settings' step
   * @param champion the model that is in use for it, if any
   */
  public TrainedSeries train(
      Labels labels, SampleKind kind, History history, Optional<SeriesModel> champion) {
    ForecastOptions options = settings.options(kind);
    Optional<Holdout> judge =
        holdout < history.length()
            ? Optional.of(new Holdout(history, holdout, settings.naiveSeason(), options.horizon()))
            : Optional.empty();
    SeriesAccuracy before =
        champion.isPresent() && judge.isPresent() && champion.get().step() == history.step()
            ? judge.get().judge(champion.get())
            : SeriesAccuracy.UNKNOWN;
    if (history.known() < settings.minimumSteps()) {
      return skipped(labels, kind, history, settings.tooShort(), before);
    }
    FitOutcome outcome = forecaster.fit(history, options);
    if (outcome instanceof FitOutcome.Skipped skipped) {
      return skipped(labels, kind, history, skipped.reason().text(), before);
    }
    FitOutcome.Fitted fitted = (FitOutcome.Fitted) outcome;
    SeriesAccuracy accuracy = SeriesAccuracy.UNKNOWN;
    if (judge.isPresent()
        && forecaster.fit(judge.get().training(), options) instanceof FitOutcome.Fitted unseeing) {
      accuracy = judge.get().judge(unseeing.model());
    }
    List<String> remarks = fitted.remarks().stream().map(Remark::text).toList();
    return new TrainedSeries(
        new SeriesSummary(
            labels, kind, history.step(), history.known(), "", remarks, accuracy, before),
        ModelCodec.encode(fitted.model()));
  }

  private static TrainedSeries skipped(
      Labels labels, SampleKind kind, History history, String reason, SeriesAccuracy before) {
    return new TrainedSeries(
        new SeriesSummary(
            labels,
            kind,
            history.step(),
            history.known(),
            reason,
            List.of(),
            SeriesAccuracy.UNKNOWN,
            before),
        NO_MODEL);
  }
}
