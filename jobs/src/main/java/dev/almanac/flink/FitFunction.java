package dev.almanac.flink;

import dev.almanac.forecast.Forecasters;
import dev.almanac.forecast.History;
import dev.almanac.forecast.SeriesModel;
import dev.almanac.series.Labels;
import dev.almanac.training.CorruptModelFileException;
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
  private transient LongCounter unreadable;
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
    // Estimators of other settings, in the same task, count with them.
    series = getRuntimeContext().getLongCounter(ForecastEstimator.SERIES);
    unreadable = getRuntimeContext().getLongCounter(ForecastEstimator.UNREADABLE);
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

  /**
   * A model whose format another release wrote cannot be compared with; it is counted, and must not
   * keep every training after it from putting something better in its place.
   */
  private Optional<SeriesModel> champion(Labels labels) throws IOException {
    try {
      return champions == null ? Optional.empty() : champions.model(labels);
    } catch (CorruptModelFileException e) {
      unreadable.add(1L);
      return Optional.empty();
    }
  }
}
