package dev.almanac.flink;

import dev.almanac.forecast.Forecasters;
import dev.almanac.forecast.History;
import dev.almanac.forecast.ModelCodec;
import dev.almanac.forecast.SeriesModel;
import dev.almanac.series.Labels;
import dev.almanac.training.ModelFolder;
import dev.almanac.training.SeriesSettings;
import dev.almanac.training.SeriesTrainer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.types.Row;

/** Learns a series from its history. */
final class FitFunction extends RichMapFunction<Row, Row> {

  private static final long serialVersionUID = 1L;

  private final SeriesSettings settings;
  private final Duration holdout;
  private final String championFolder;
  private transient LongCounter series;
  private transient SeriesTrainer trainer;
  private transient ModelFolder champions;

  /**
   * @param championFolder with files of models; empty for none
   */
  FitFunction(SeriesSettings settings, Duration holdout, String championFolder) {
    this.settings = settings;
    this.holdout = holdout;
    this.championFolder = championFolder;
  }

  @Override
  public void open(OpenContext context) throws IOException {
    // Estimators of other settings, in the same task, count with it.
    series = getRuntimeContext().getLongCounter(ForecastEstimator.SERIES);
    trainer = new SeriesTrainer(Forecasters.ensemble(), settings, holdout);
    champions = championFolder.isEmpty() ? null : ModelFolder.open(Path.of(championFolder));
  }

  @Override
  public Row map(Row row) throws IOException {
    Labels labels = HistoryRows.series(row);
    History history = HistoryRows.history(row);
    series.add(1L);
    return ModelRows.of(trainer.train(labels, HistoryRows.kind(row), history, champion(labels)));
  }

  private Optional<SeriesModel> champion(Labels labels) throws IOException {
    return champions == null ? Optional.empty() : champions.model(labels).map(ModelCodec::decode);
  }
}
