package dev.almanac.jobs;

import dev.almanac.forecast.ModelContent;
import dev.almanac.forecast.SeriesModel;
import dev.almanac.series.Labels;
import dev.almanac.training.SeriesAccuracy;
import dev.almanac.training.SeriesSummary;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** What a version has learned of series, as tables. Not safe for use by several threads. */
final class ModelTables implements AutoCloseable {

  private static final double DAY = 86_400_000;
  private static final double HOUR = 3_600_000;

  /** Thursday: days are counted since 1970-01-01. */
  private static final int FIRST_WEEKDAY = 4;

  /** The tables, each with its columns: docs/format/model-export.md. */
  enum Content {
    SERIES(
        """
        series VARCHAR, name VARCHAR, labels MAP(VARCHAR, VARCHAR), kind VARCHAR,
        step_seconds DOUBLE, known_steps BIGINT, not_learned_because VARCHAR, remarks VARCHAR,
        mase DOUBLE, smape DOUBLE, naive_mase DOUBLE, naive_smape DOUBLE, msis DOUBLE,
        coverage DOUBLE, champion_mase DOUBLE, champion_smape DOUBLE, champion_msis DOUBLE,
        champion_coverage DOUBLE
        """),
    MEMBERS(
        """
        series VARCHAR, member VARCHAR, scale VARCHAR, weight DOUBLE,
        looks_back_seconds DOUBLE
        """),
    PROFILE(
        """
        series VARCHAR, member VARCHAR, season_seconds DOUBLE, at_seconds DOUBLE,
        weekday INTEGER, hour DOUBLE, expected DOUBLE
        """),
    ERRORS("series VARCHAR, ahead_seconds DOUBLE, level DOUBLE, error DOUBLE"),
    RHYTHM("series VARCHAR, hour DOUBLE, factor DOUBLE");

    private final String columns;

    Content(String columns) {
      this.columns = columns;
    }

    /** Of the table, and of its file before {@code .parquet}. */
    String title() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Map<Content, ParquetTable> tables = new EnumMap<>(Content.class);

  /**
   * @param spill where rows go that memory has no place for
   */
  ModelTables(Path spill) throws SQLException {
    try {
      for (Content content : Content.values()) {
        Path own = spill.resolve(content.title());
        tables.put(content, ParquetTable.of(content.columns, own));
      }
    } catch (SQLException e) {
      close();
      throw e;
    }
  }

  /**
   * Adds a series.
   *
   * @param model null where it has none
   */
  void add(SeriesSummary summary, SeriesModel model) throws SQLException {
    Labels labels = summary.labels();
    String series = labels.toString();
    SeriesAccuracy accuracy = summary.accuracy();
    SeriesAccuracy champion = summary.champion();
    tables
        .get(Content.SERIES)
        .row(
            series,
            labels.metricName(),
            labels.toMap(),
            summary.kind().name().toLowerCase(Locale.ROOT),
            summary.step() / 1000.0,
            (long) summary.known(),
            summary.isFitted() ? null : summary.reason(),
            String.join(", ", summary.remarks()),
            accuracy.mase(),
            accuracy.smape(),
            accuracy.naiveMase(),
            accuracy.naiveSmape(),
            accuracy.msis(),
            accuracy.coverage(),
            champion.mase(),
            champion.smape(),
            champion.msis(),
            champion.coverage());
    if (model != null) {
      add(series, ModelContent.of(model));
    }
  }

  private void add(String series, ModelContent content) throws SQLException {
    double seconds = content.step() / 1000.0;
    for (ModelContent.Part part : content.members()) {
      tables
          .get(Content.MEMBERS)
          .row(series, part.name(), part.scale(), part.weight(), part.reach() * seconds);
      addProfile(series, part, content.step());
    }
    for (ModelContent.ErrorQuantile error : content.errors()) {
      tables.get(Content.ERRORS).row(series, error.ahead() * seconds, error.level(), error.error());
    }
    for (int i = 0; i < content.rhythm().size() && content.rhythm().size() > 1; i++) {
      tables.get(Content.RHYTHM).row(series, i * content.step() / HOUR, content.rhythm().get(i));
    }
  }

  /** A season of some other length than days has neither hours nor weekdays. */
  private void addProfile(String series, ModelContent.Part part, long step) throws SQLException {
    double days = part.profile().size() * step / DAY;
    for (int i = 0; i < part.profile().size(); i++) {
      long at = i * step;
      tables
          .get(Content.PROFILE)
          .row(
              series,
              part.name(),
              days * DAY / 1000,
              at / 1000.0,
              days == 7 ? (int) ((long) (at / DAY) + FIRST_WEEKDAY - 1) % 7 + 1 : null,
              days == 1 || days == 7 ? at % DAY / HOUR : null,
              part.profile().get(i));
    }
  }

  long rows(Content content) {
    return tables.get(content).rows();
  }

  /** Writes a file for each table. */
  void write(Path folder) throws SQLException {
    for (Map.Entry<Content, ParquetTable> table : tables.entrySet()) {
      table.getValue().write(folder.resolve(table.getKey().title() + ".parquet"));
    }
  }

  @Override
  public void close() throws SQLException {
    for (ParquetTable table : tables.values()) {
      table.close();
    }
  }
}
