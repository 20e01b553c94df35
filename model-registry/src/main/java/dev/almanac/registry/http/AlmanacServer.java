package dev.almanac.registry.http;

import dev.almanac.blob.BlobStore;
import dev.almanac.gateway.History;
import dev.almanac.registry.Registry;
import dev.almanac.registry.mlflow.Uploads;
import dev.almanac.registry.operation.Operations;
import dev.almanac.registry.token.Doorkeeper;
import dev.almanac.registry.token.Scope;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.lang3.exception.ExceptionUtils;

/**
 * Serves an archive over HTTP until it is closed. Everything it knows is in the archive: it may be
 * killed at any time, and several may serve the same one.
 */
public final class AlmanacServer implements AutoCloseable {

  /** How long a change waits for another process that changes the archive. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** So many of the largest uploads may wait to become versions. */
  private static final int UPLOADS = 4;

  /** How long backups and drills may take to come to an end when the server stops. */
  private static final Duration OPERATIONS_END = Duration.ofSeconds(90);

  private final ServeSettings settings;
  private final ServerMetrics metrics = new ServerMetrics();
  private final Access access;
  private final List<Route> routes = new ArrayList<>();
  private final ForecastShelf shelf;
  private final Operations operations;
  private final Javalin javalin;

  /**
   * Begins to serve.
   *
   * @param store the archive; it stays its owner's to close, after this
   * @throws IOException where it cannot listen there, or a file of the settings cannot be used
   */
  public static AlmanacServer start(BlobStore store, ServeSettings settings) throws IOException {
    return start(store, settings, Facilities.NONE);
  }

  /**
   * The same, with what it can do besides.
   *
   * @param facilities are used until it is closed
   */
  public static AlmanacServer start(BlobStore store, ServeSettings settings, Facilities facilities)
      throws IOException {
    AlmanacServer server = new AlmanacServer(store, settings, facilities);
    server.listen();
    return server;
  }

  private AlmanacServer(BlobStore store, ServeSettings settings, Facilities facilities)
      throws IOException {
    this.settings = settings;
    Doorkeeper doorkeeper = new Doorkeeper(store);
    Clock clock = Clock.systemUTC();
    access =
        new Access(doorkeeper, new AuditLog(settings.audit(), clock), settings.proxies(), clock);
    Registry registry = new Registry(store, PATIENCE);
    Changes changes = new Changes();
    shelf = new ForecastShelf(store, registry, settings.model(), metrics, clock);
    routes.addAll(new ServiceRoutes(store, doorkeeper, metrics, shelf::missing).routes());
    routes.addAll(new DescriptionRoute().routes());
    routes.addAll(new ModelRoutes(registry).routes());
    routes.addAll(new AliasRoutes(registry, changes, shelf::lookSoon).routes());
    routes.addAll(new TrainingRoutes(registry, settings.model()).routes());
    routes.addAll(new BackupRoutes(store).routes());
    operations = new Operations(clock, OPERATIONS_END);
    routes.addAll(new OperationRoutes(store, operations, facilities).routes());
    routes.addAll(new AnomalyRoutes(store, facilities.live(), clock).routes());
    routes.addAll(new ForecastRoutes(shelf).routes());
    routes.addAll(new HistoryRoutes(new History(store, settings.refresh())).routes());
    routes.addAll(new ConsoleRoutes().routes());
    Uploads uploads =
        new Uploads(settings.uploads(), UPLOADS * settings.limits().uploadBytes(), clock);
    routes.addAll(new PublicationRoutes(registry, uploads, changes, shelf::lookSoon).routes());
    routes.addAll(new MlflowRoutes(registry, uploads, changes, shelf::lookSoon).routes());
    Connectors connectors = new Connectors(settings);
    javalin = Javalin.create(config -> configure(config, connectors));
  }

  private void configure(JavalinConfig config, Connectors connectors) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.prefer405over404 = true;
    config.http.compressionStrategy = CompressionStrategy.GZIP;
    config.router.treatMultipleSlashesAsSingleSlash = false;
    connectors.configure(config.jetty);
    config.requestLogger.http(this::count);
    config.routes.before(context -> secure(context));
    config.routes.exception(
        Exception.class, (failure, context) -> Problems.answer(exchange(context), failure));
    config.routes.exception(HttpResponseException.class, this::refuse);
    for (Route route : routes) {
      config.routes.addHttpHandler(
          route.method(), route.path(), context -> answer(route, exchange(context)));
    }
  }

  private Exchange exchange(Context context) {
    return new Exchange(context, settings.limits());
  }

  private void secure(Context context) {
    SecurityHeaders.ALL.forEach(context::header);
    context.header("Cache-Control", "private, no-cache");
    context.header("X-Request-Id", exchange(context).request());
    if (settings.tls().isPresent()) {
      context.header("Strict-Transport-Security", SecurityHeaders.STRICT_TRANSPORT);
    }
  }

  private void answer(Route route, Exchange exchange) throws Exception {
    if (route.scope().isEmpty()) {
      route.answer().answer(exchange);
      return;
    }
    access.enter(exchange, route.scope().get());
    boolean change = route.scope().get() != Scope.READ;
    try {
      route.answer().answer(exchange);
    } catch (Exception e) {
      if (change) {
        access.tell(exchange, Problems.of(e).kind().status());
      }
      throw e;
    }
    if (change) {
      access.tell(exchange, exchange.status());
    }
  }

  /** What Javalin itself refuses: paths and methods that there are not. */
  private void refuse(HttpResponseException refusal, Context context) {
    Problem.Kind kind = Problem.Kind.of(refusal.getStatus());
    String detail =
        kind == Problem.Kind.NOT_FOUND
            ? "there is nothing at " + context.path()
            : refusal.getMessage();
    Problems.answer(exchange(context), new ProblemException(kind, detail, refusal));
  }

  private void count(Context context, float milliseconds) {
    metrics.answered(
        context.method().name(), route(context), context.statusCode(), milliseconds / 1000.0);
  }

  /** Paths that were made up must not become a series each. */
  private static String route(Context context) {
    return context.endpoints().list().stream()
        .filter(endpoint -> endpoint.method.isHttpMethod())
        .map(endpoint -> endpoint.path)
        .reduce((first, last) -> last)
        .orElse("none");
  }

  private void listen() throws IOException {
    try {
      javalin.start();
      shelf.start(settings.refresh());
    } catch (RuntimeException e) {
      throw new IOException(
          "cannot listen on %s: %s"
              .formatted(settings.listen(), ExceptionUtils.getRootCause(e).getMessage()),
          e);
    }
  }

  /** Where it is reached. */
  public String url() {
    String host = settings.listen().getAddress().getHostAddress();
    return "%s://%s:%d"
        .formatted(
            settings.tls().isPresent() ? "https" : "http",
            host.contains(":") ? "[" + host + "]" : host,
            javalin.port());
  }

  /** Every route, for the description to be compared with. */
  List<Route> routes() {
    return List.copyOf(routes);
  }

  /** Answers what was asked, and stops. */
  @Override
  public void close() {
    javalin.stop();
    operations.close();
    shelf.close();
  }
}
