package dev.almanac.registry.http;

import dev.almanac.registry.Evaluation;
import dev.almanac.registry.GateReport;
import dev.almanac.registry.Lineage;
import dev.almanac.registry.ModelVersion;
import dev.almanac.registry.Registry;
import dev.almanac.registry.TrainingFailure;
import dev.almanac.registry.VersionId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Every training of a model: those that published a version, and those that failed. */
final class TrainingRoutes {

  private static final int REMEMBERED = 10_000;

  private final Registry registry;
  private final String usual;
  private final Memory<VersionId, ModelVersion> known = new Memory<>(REMEMBERED);

  /**
   * @param usual the model that is meant where a request names none
   */
  TrainingRoutes(Registry registry, String usual) {
    this.registry = registry;
    this.usual = usual;
  }

  List<Route> routes() {
    return List.of(Route.get("/api/v1/training-runs", this::list));
  }

  /** A run whose details are read when they are shown. */
  private record Run(String key, Instant end, Supplier<Map<String, Object>> view) {}

  private void list(Exchange exchange) {
    String name = exchange.parameter("model").orElse(usual);
    String model = Exchange.valid("model", () -> new VersionId(name, 1)).model();
    List<Run> runs = new ArrayList<>();
    for (VersionId id : registry.ids(model)) {
      known
          .get(id, () -> registry.find(id))
          .ifPresent(
              version ->
                  runs.add(new Run("v" + id.number(), version.publishedAt(), () -> view(version))));
    }
    List<TrainingFailure> failures = registry.failures(model);
    for (int i = 0; i < failures.size(); i++) {
      TrainingFailure failure = failures.get(i);
      runs.add(new Run("f" + (i + 1), failure.at(), () -> view(failure)));
    }
    runs.sort(Comparator.comparing(Run::end).reversed());
    exchange.page("runs", runs, Run::key, run -> named(run.key(), run.view().get()));
  }

  private static Map<String, Object> named(String key, Map<String, Object> run) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("run", key);
    view.putAll(run);
    return view;
  }

  private Map<String, Object> view(ModelVersion version) {
    List<GateReport> reports = registry.reports(version.id());
    GateReport first = reports.isEmpty() ? null : reports.get(0);
    Lineage lineage = version.lineage();
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("outcome", first == null ? "published" : first.passes() ? "promoted" : "kept_back");
    times(view, version.publishedAt(), lineage.took());
    view.put("backup", lineage.backups().stream().reduce((a, b) -> b).orElse(null));
    view.put("version", version.number());
    view.put(
        "champion",
        first == null || first.champion().isEmpty() ? null : first.champion().getAsInt());
    view.put("series", version.details().evaluation().map(Evaluation::series).orElse(null));
    view.put("reasons", first == null ? List.of() : first.reasons());
    view.put("code", lineage.code());
    view.put("host", lineage.host());
    return view;
  }

  private static Map<String, Object> view(TrainingFailure failure) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("outcome", "failed");
    times(view, failure.at(), failure.took());
    view.put("backup", failure.backup());
    view.put("version", null);
    view.put("champion", null);
    view.put("series", null);
    view.put("reasons", List.of(failure.reason()));
    view.put("code", failure.code());
    view.put("host", failure.host());
    return view;
  }

  private static void times(Map<String, Object> view, Instant end, Duration took) {
    view.put("began_at", end.minus(took).toString());
    view.put("ended_at", end.toString());
    view.put("seconds", took.toMillis() / 1000.0);
  }
}
