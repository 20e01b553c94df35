package dev.almanac.registry.http;

import dev.almanac.gateway.History;
import dev.almanac.registry.view.ManifestView;
import dev.almanac.series.Labels;
import dev.almanac.series.Selector;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

/** What the archive has of series, to be looked at. */
final class HistoryRoutes {

  private static final String ROOT = "/api/v1/history";

  /** So many series are gone through for a list, of which a part is answered. */
  private static final int MOST_LISTED = 100_000;

  /** So many are read at once, and so many samples. */
  private static final int MOST_SERIES = 50;

  private static final long MOST_SAMPLES = 20_000_000;

  /** So many requests read at once: each has pages of many files in memory. */
  private static final int READERS = 8;

  private final Semaphore places = new Semaphore(READERS);
  private final History history;

  HistoryRoutes(History history) {
    this.history = history;
  }

  List<Route> routes() {
    return List.of(Route.get(ROOT, this::read), Route.get(ROOT + "/series", this::list));
  }

  private void list(Exchange exchange) {
    Selector selector = exchange.parameter("match", Selector::parse).orElse(Selector.ALL);
    List<History.Known> found =
        history.find(selector, HistoryQuery.time(exchange, history), MOST_LISTED);
    exchange.page("series", found, known -> known.labels().toString(), HistoryRoutes::view);
  }

  private static Map<String, Object> view(History.Known known) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("series", known.labels().toString());
    view.put("labels", known.labels().toMap());
    view.put("first", ManifestView.time(known.first()));
    view.put("last", ManifestView.time(known.last()));
    view.put("samples", known.samples());
    view.put("histograms", known.histograms());
    return view;
  }

  private void read(Exchange exchange) {
    HistoryQuery query = HistoryQuery.of(exchange, history);
    if (!places.tryAcquire()) {
      throw new ProblemException(
          Problem.Kind.UNAVAILABLE, "others' samples are being read; ask again in a moment");
    }
    try {
      exchange.json(answer(query));
    } finally {
      places.release();
    }
  }

  private Map<String, Object> answer(HistoryQuery query) {
    Map<Labels, SeriesSteps> steps = new LinkedHashMap<>();
    long samples = 0;
    for (History.Known known : history.find(query.selector(), query.time(), MOST_SERIES)) {
      steps.put(known.labels(), new SeriesSteps(known.labels(), query.resampling(known.labels())));
      samples += known.samples();
    }
    if (samples > MOST_SAMPLES) {
      throw new ProblemException(
          Problem.Kind.TOO_MUCH,
          "%,d samples would have to be read, %,d at most are; ask for fewer series or less time"
              .formatted(samples, MOST_SAMPLES));
    }
    history.read(
        query.selector(),
        query.time(),
        steps::containsKey,
        (labels, run) -> steps.get(labels).add(run));
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("from", SeriesSteps.seconds(query.time().from()));
    view.put("until", SeriesSteps.seconds(query.time().until()));
    view.put("step_seconds", query.step() / 1000.0);
    view.put("series", steps.values().stream().map(SeriesSteps::view).toList());
    return view;
  }
}
