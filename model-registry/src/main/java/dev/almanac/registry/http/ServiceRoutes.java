package dev.almanac.registry.http;

import dev.almanac.blob.BlobStore;
import dev.almanac.registry.token.Doorkeeper;
import dev.almanac.registry.token.Token;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The service itself: whether it lives, whether it can answer, what it counts, who asks. */
final class ServiceRoutes {

  private final BlobStore store;
  private final Doorkeeper doorkeeper;
  private final ServerMetrics metrics;
  private final Supplier<Optional<String>> missing;

  /**
   * @param missing what is yet to be loaded before forecasts are answered, if anything
   */
  ServiceRoutes(
      BlobStore store,
      Doorkeeper doorkeeper,
      ServerMetrics metrics,
      Supplier<Optional<String>> missing) {
    this.store = store;
    this.doorkeeper = doorkeeper;
    this.metrics = metrics;
    this.missing = missing;
  }

  List<Route> routes() {
    return List.of(
        Route.open("/healthz", exchange -> exchange.json(Map.of("status", "ok"))),
        Route.open("/readyz", this::ready),
        Route.get("/metrics", this::metrics),
        Route.get("/api/v1/whoami", this::whoAmI));
  }

  /** It asks the archive, and says no where that does not answer or a model is being loaded. */
  private void ready(Exchange exchange) {
    boolean tokens = doorkeeper.hasTokens();
    store.list("registry/aliases/");
    missing
        .get()
        .ifPresent(
            what -> {
              throw new ProblemException(Problem.Kind.UNAVAILABLE, what);
            });
    exchange.json(Map.of("status", "ok", "tokens", tokens));
  }

  private void metrics(Exchange exchange) throws IOException {
    exchange.content(PrometheusTextFormatWriter.CONTENT_TYPE, metrics.text());
  }

  private void whoAmI(Exchange exchange) {
    Token token = exchange.token().orElseThrow();
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("name", token.name());
    view.put("token", token.id());
    view.put("scope", token.scope().label());
    view.put("expires_at", token.end().map(Instant::toString).orElse(null));
    exchange.json(view);
  }
}
