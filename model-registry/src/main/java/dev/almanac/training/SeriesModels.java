package dev.almanac.training;

import dev.almanac.forecast.SeriesModel;
import dev.almanac.series.Labels;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What was learned of series, wherever it is kept. */
public interface SeriesModels {

  /** What came of every series, in the order of the archive. */
  List<SeriesSummary> summaries();

  /**
   * A series' model; empty where it has none or is not known.
   *
   * @throws CorruptModelFileException where it is damaged, or of a format that is not known here
   */
  Optional<SeriesModel> model(Labels labels) throws IOException;
}
