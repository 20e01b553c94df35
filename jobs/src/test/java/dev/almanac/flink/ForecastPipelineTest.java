package dev.almanac.flink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.forecast.History;
import dev.almanac.forecast.resample.SampleKind;
import dev.almanac.series.Labels;
import dev.almanac.training.SeriesSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.ml.builder.Pipeline;
import org.apache.flink.ml.builder.PipelineModel;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.Table;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stages as Flink ML uses them. */
class ForecastPipelineTest {

  private static final long HOUR = 3_600_000;
  private static final SeriesSettings HOURLY =
      new SeriesSettings(
          Duration.ofHours(1),
          Duration.ofHours(6),
          List.of(Duration.ofDays(1)),
          Duration.ofDays(2),
          ZoneId.of("Europe/Berlin"),
          null);

  @TempDir private Path temp;
  private StreamExecutionEnvironment flink;
  private StreamTableEnvironment tables;

  @BeforeEach
  void start() {
    Configuration configuration = new Configuration();
    configuration.set(TaskManagerOptions.NUM_TASK_SLOTS, 2);
    flink = StreamExecutionEnvironment.createLocalEnvironment(2, configuration);
    flink.setRuntimeMode(RuntimeExecutionMode.BATCH);
    tables = StreamTableEnvironment.create(flink);
  }

  private static Labels series(int number) {
    return Labels.of("__name__", "load", "node", "n" + number);
  }

  /** A daily wave with noise; of the last series too little is known. */
  private Table histories() {
    List<Row> rows = new ArrayList<>();
    for (int number = 0; number < 5; number++) {
      SplittableRandom random = new SplittableRandom(number);
      double level = 10 * (number + 1);
      double[] values =
          IntStream.range(0, number == 4 ? 20 : 14 * 24)
              .mapToDouble(t -> level + StrictMath.sin(t * Math.PI / 12) + random.nextDouble())
              .toArray();
      rows.add(HistoryRows.of(series(number), SampleKind.GAUGE, new History(0, HOUR, values)));
    }
    return tables.fromDataStream(flink.fromData(HistoryRows.TYPE, rows.toArray(Row[]::new)));
  }

  private static ForecastEstimator estimator() {
    ForecastEstimator estimator = new ForecastEstimator();
    estimator.setSettings(HOURLY);
    estimator.set(ForecastParams.HOLDOUT, 24);
    return estimator;
  }

  /** Each series' forecast as text, by the value of its label node. */
  private static Map<String, String> texts(Table forecasts) throws Exception {
    Map<String, String> texts = new TreeMap<>();
    for (Row row : forecasts(forecasts)) {
      String node = row.<Map<String, String>>getFieldAs("series").get("node");
      row.setField("series", null);
      texts.put(node, row.toString());
    }
    return texts;
  }

  private static List<Row> forecasts(Table table) throws Exception {
    List<Row> rows = new ArrayList<>();
    CloseableIterator<Row> results = table.execute().collect();
    try {
      results.forEachRemaining(rows::add);
    } finally {
      results.close();
    }
    return rows;
  }

  @Test
  void forecastsTheSameAfterAPipelineWasSavedAndLoaded() throws Exception {
    PipelineModel model = new Pipeline(List.of(estimator())).fit(histories());
    Map<String, String> before = texts(model.transform(histories())[0]);
    String folder = temp.resolve("model").toString();

    model.save(folder);
    flink.execute();

    Map<String, String> after = texts(PipelineModel.load(tables, folder).transform(histories())[0]);
    assertThat(after).hasSize(5).isEqualTo(before);
    assertThat(after.get("n0").split(",")).as("6 steps of four numbers").hasSize(4 + 4 * 6);
    assertThat(after.get("n0")).contains("1209600000", "3600000");
  }

  @Test
  void saysWhyASeriesHasNoForecast() throws Exception {
    Map<String, String> forecasts = texts(estimator().fit(histories()).transform(histories())[0]);

    assertThat(forecasts.get("n4")).contains("less than 2d of history is known");
  }

  @Test
  void keepsEveryParameterOfAnEstimatorThatIsSaved() throws Exception {
    String folder = temp.resolve("estimator").toString();
    estimator().save(folder);

    ForecastEstimator loaded = ForecastEstimator.load(tables, folder);

    assertThat(loaded.settings()).isEqualTo(HOURLY);
    assertThat(loaded.get(ForecastParams.HOLDOUT)).isEqualTo(24);
  }
}
