package dev.almanac.monitoring;

import dev.almanac.flink.live.SeriesRun;
import dev.almanac.flink.score.Incident;
import dev.almanac.flink.score.LiveModel;
import dev.almanac.flink.score.ScoreConfig;
import dev.almanac.flink.score.ScoreOutput;
import dev.almanac.flink.score.SeriesMemory;
import dev.almanac.flink.score.SeriesScorer;
import dev.almanac.forecast.FitOutcome.Fitted;
import dev.almanac.forecast.ForecastOptions;
import dev.almanac.forecast.ForecastPath;
import dev.almanac.forecast.Forecasters;
import dev.almanac.forecast.History;
import dev.almanac.forecast.SeriesModel;
import dev.almanac.forecast.resample.Resampler;
import dev.almanac.forecast.resample.Resampling;
import dev.almanac.forecast.resample.SampleKind;
import dev.almanac.jobs.ChunkedRuns;
import dev.almanac.jobs.ShopHistory;
import dev.almanac.series.FloatRun;
import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The shop's series as {@code almanac watch} scores them: a model of each, learned from the weeks
 * before, says what is expected.
 */
final class ScoredShop implements ScoreOutput {

  static final int CHAMPION = 3;

  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final long STEP = Duration.ofMinutes(30).toMillis();
  private static final int STEPS_A_DAY = (int) (DAY / STEP);
  private static final ForecastOptions OPTIONS =
      ForecastOptions.of(STEPS_A_DAY).withSeasons(List.of(STEPS_A_DAY, 7 * STEPS_A_DAY));

  /** How long the scorer looks on before what it says is kept. */
  private static final long WARM_UP = 5 * DAY;

  private final long from;
  private final SeriesScorer scorer = new SeriesScorer(ScoreConfig.DEFAULT);
  private final Map<Labels, ChunkedRuns> written = new TreeMap<>();
  private final List<Incident> alarms = new ArrayList<>();
  private final double seconds;
  private int series;

  private ScoredShop(long from) {
    this.from = from;
    long end = ShopHistory.BEGIN + ShopHistory.DAYS * DAY;
    seconds = (end - from + WARM_UP) / 1000.0;
  }

  /** Scores the history from some midnight on. */
  static ScoredShop from(long midnight, Map<Labels, List<Run>> history) {
    ScoredShop shop = new ScoredShop(midnight);
    history.forEach(
        (labels, runs) -> {
          if (!labels
              .get(Labels.METRIC_NAME)
              .matches("up|node_.*_(MemTotal|size)_bytes|http_.*_count")) {
            shop.score(labels, runs);
          }
        });
    return shop;
  }

  /** What was written, by series. */
  Map<Labels, List<Run>> written() {
    Map<Labels, List<Run>> runs = new TreeMap<>();
    written.forEach((labels, kept) -> runs.put(labels, kept.all()));
    return runs;
  }

  /** How many series were scored. */
  int size() {
    return series;
  }

  /** How many alarms the settings allow for, in a second of all series. */
  double allowedASecond() {
    return scorer.counts().alarmsDue / seconds;
  }

  /** When alarms began. */
  List<Long> alarms() {
    return alarms.stream().map(Incident::time).sorted().toList();
  }

  private void score(Labels labels, List<Run> runs) {
    series++;
    SampleKind kind = SampleKind.ofName(labels);
    Resampler steps =
        new Resampler(Resampling.of(kind, ShopHistory.BEGIN, STEP, ShopHistory.DAYS * STEPS_A_DAY));
    runs.forEach(run -> steps.append(run.timestamps, ((FloatRun) run).valueBits, 0, run.size()));
    History all = steps.history();
    SeriesModel learned =
        ((Fitted) Forecasters.ensemble().fit(until(all, from - WARM_UP), OPTIONS)).model();
    SeriesMemory memory = scorer.begin(labels, null);
    LiveModel model = null;
    for (Run run : runs) {
      for (int i = 0; i < run.size(); i++) {
        long time = run.timestamps[i];
        if (time < from - WARM_UP) {
          continue;
        }
        // As often as almanac watch asks its models anew.
        if (model == null || time >= model.path().start() + DAY / 3) {
          LiveModel newest = new LiveModel(CHAMPION, 1, kind, path(learned, until(all, time)));
          scorer.change(labels, memory, model, newest);
          model = newest;
        }
        long[] bits = {((FloatRun) run).valueBits[i]};
        scorer.score(new SeriesRun(labels, new long[] {time}, bits), memory, model, this);
      }
    }
  }

  private static History until(History all, long time) {
    return all.slice(0, (int) ((time - all.start()) / STEP));
  }

  private static ForecastPath path(SeriesModel learned, History known) {
    return ForecastPath.of(learned.forecast(known, STEPS_A_DAY), known.end(), known.end() + DAY)
        .orElseThrow();
  }

  @Override
  public void written(SeriesRun run) {
    if (run.timestamps()[0] >= from) {
      ChunkedRuns kept = written.computeIfAbsent(run.labels(), labels -> new ChunkedRuns());
      for (int i = 0; i < run.size(); i++) {
        kept.add(run.timestamps()[i], run.valueBits()[i]);
      }
    }
  }

  @Override
  public void incident(Incident incident) {
    if (incident.alarm() && incident.time() >= from) {
      alarms.add(incident);
    }
  }
}
