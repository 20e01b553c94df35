package dev.almanac.registry.http;

import dev.almanac.registry.Registry;
import dev.almanac.registry.VersionId;
import dev.almanac.series.Selector;
import dev.almanac.training.LoadedForecasts;
import dev.almanac.training.LoadedSeries;
import dev.almanac.training.SeriesSummary;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Forecasts, and the series of which there are any. */
final class ForecastRoutes {

  private static final int MOST_SERIES = 1000;

  /** So many numbers an answer has at most. */
  private static final long MOST_NUMBERS = 1_000_000;

  private final ForecastShelf shelf;

  ForecastRoutes(ForecastShelf shelf) {
    this.shelf = shelf;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/forecast", this::forecast), Route.get("/api/v1/series", this::series));
  }

  private LoadedForecasts loaded(Exchange exchange) throws IOException {
    String name = exchange.parameter("model").orElse(shelf.model());
    String model = Exchange.valid("model", () -> new VersionId(name, 1)).model();
    return shelf.find(model, exchange.parameter("version").orElse(Registry.CHAMPION));
  }

  private void forecast(Exchange exchange) throws IOException {
    ForecastQuery query = ForecastQuery.of(exchange);
    Form form = Form.of(exchange, Form.JSON, Form.CSV, Form.PARQUET);
    LoadedForecasts loaded = loaded(exchange);
    List<LoadedSeries> series = loaded.of(query.selector());
    if (series.isEmpty()) {
      throw new ProblemException(
          Problem.Kind.NOT_FOUND,
          "%s has no model of a series %s".formatted(loaded.version().id(), query.selector()));
    }
    check(query, series);
    ForecastWriter writer = new ForecastWriter(query, loaded, series);
    exchange.content(
        form.type(),
        switch (form) {
          case JSON -> writer.json();
          case CSV -> writer.csv();
          case PARQUET -> writer.parquet();
        });
  }

  private static void check(ForecastQuery query, List<LoadedSeries> series) {
    if (series.size() > MOST_SERIES) {
      throw new ProblemException(
          Problem.Kind.BAD_REQUEST,
          "series: %d are meant, %d at most are answered at once; ask for fewer"
              .formatted(series.size(), MOST_SERIES));
    }
    long numbers = 0;
    for (LoadedSeries one : series) {
      numbers += (long) query.steps(one) / query.stride(one) * (3 + query.levels().size());
    }
    if (numbers > MOST_NUMBERS) {
      throw new ProblemException(
          Problem.Kind.BAD_REQUEST,
          "that would be %d numbers, %d at most are answered at once; ask for fewer series or less time"
              .formatted(numbers, MOST_NUMBERS));
    }
  }

  private void series(Exchange exchange) throws IOException {
    LoadedForecasts loaded = loaded(exchange);
    List<LoadedSeries> meant =
        exchange
            .parameter("series", Selector::parse)
            .map(loaded::of)
            .orElseGet(() -> loaded.of(Selector.ALL));
    exchange.page("series", meant, one -> one.labels().toString(), ForecastRoutes::view);
  }

  private static Map<String, Object> view(LoadedSeries one) {
    SeriesSummary summary = one.summary();
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("series", one.labels().toString());
    view.put("labels", one.labels().toMap());
    view.put("kind", ForecastWriter.kind(summary.kind()));
    view.put("step_seconds", summary.step() / 1000.0);
    view.put("relative_error", defined(summary.accuracy().relative()));
    view.put("coverage", defined(summary.accuracy().coverage()));
    view.put("remarks", summary.remarks());
    return view;
  }

  /** JSON has no NaN. */
  private static Double defined(double value) {
    return Double.isNaN(value) ? null : value;
  }
}
