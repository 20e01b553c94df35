package dev.almanac.registry.http;

import dev.almanac.registry.AliasMove;
import dev.almanac.registry.Evaluation;
import dev.almanac.registry.ModelFile;
import dev.almanac.registry.ModelVersion;
import dev.almanac.registry.Registry;
import dev.almanac.registry.RegistryDocuments;
import dev.almanac.registry.VersionId;
import dev.almanac.registry.view.RegistryView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Models, their versions, and what is known of those. */
final class ModelRoutes {

  private static final String ROOT = "/api/v1/models";
  private static final String MODEL = ROOT + "/{model}";
  private static final String VERSION = MODEL + "/versions/{version}";
  private static final int REMEMBERED = 10_000;

  private final Registry registry;
  private final Memory<VersionId, ModelVersion> known = new Memory<>(REMEMBERED);

  ModelRoutes(Registry registry) {
    this.registry = registry;
  }

  List<Route> routes() {
    return List.of(
        Route.get(ROOT, this::models),
        Route.get(MODEL, this::one),
        Route.get(MODEL + "/accuracy", this::accuracy),
        Route.get(MODEL + "/versions", this::versions),
        Route.get(VERSION, this::version),
        Route.get(VERSION + "/document", this::document),
        Route.get(VERSION + "/lineage", this::lineage),
        Route.get(VERSION + "/gate", this::gate),
        Route.get(VERSION + "/gate/documents", this::gateDocuments),
        Route.get(VERSION + "/files", this::files),
        Route.get(VERSION + "/files/<file>", this::file));
  }

  /** The model that a path names. */
  static String model(Exchange exchange) {
    String name = exchange.part("model");
    return Exchange.valid("model", () -> new VersionId(name, 1)).model();
  }

  /** The version that a path names by number, alias or {@code latest}. */
  static ModelVersion version(Registry registry, Exchange exchange) {
    return registry.resolve(model(exchange), exchange.part("version"));
  }

  private void models(Exchange exchange) {
    exchange.page("models", List.copyOf(registry.models()), name -> name, this::summary);
  }

  private Map<String, Object> summary(String model) {
    List<VersionId> ids = List.copyOf(registry.ids(model));
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("model", model);
    view.put("versions", ids.size());
    view.put("newest", ids.isEmpty() ? null : ids.get(ids.size() - 1).number());
    Map<String, Object> aliases = new LinkedHashMap<>();
    registry.aliases(model).forEach((alias, move) -> aliases.put(alias, move.version()));
    view.put("aliases", aliases);
    return view;
  }

  private List<VersionId> ids(String model) {
    List<VersionId> ids = List.copyOf(registry.ids(model));
    if (ids.isEmpty()) {
      registry.resolve(model, "latest"); // says what there is
    }
    return ids;
  }

  private void one(Exchange exchange) {
    String model = model(exchange);
    ids(model);
    exchange.json(summary(model));
  }

  private void versions(Exchange exchange) {
    String model = model(exchange);
    SortedMap<String, AliasMove> aliases = registry.aliases(model);
    exchange.page(
        "versions",
        ids(model),
        id -> Integer.toString(id.number()),
        id -> find(id).<Object>map(version -> view(version, aliases)).orElse(Map.of()));
  }

  private Optional<ModelVersion> find(VersionId id) {
    return known.get(id, () -> registry.find(id));
  }

  private static Map<String, Object> view(
      ModelVersion version, SortedMap<String, AliasMove> aliases) {
    List<String> names = new ArrayList<>();
    aliases.forEach(
        (alias, move) -> {
          if (move.version() == version.number()) {
            names.add(alias);
          }
        });
    return RegistryView.of(version, names);
  }

  private void version(Exchange exchange) {
    ModelVersion version = version(registry, exchange);
    exchange.json(view(version, registry.aliases(version.model())));
  }

  private void lineage(Exchange exchange) {
    exchange.json(RegistryView.of(version(registry, exchange).lineage()));
  }

  private void gate(Exchange exchange) {
    List<Map<String, Object>> reports =
        registry.reports(version(registry, exchange).id()).stream().map(RegistryView::of).toList();
    exchange.json(Map.of("reports", reports));
  }

  /** The version as the archive keeps it, for another program of ours. */
  private void document(Exchange exchange) {
    exchange.content("application/json", RegistryDocuments.write(version(registry, exchange)));
  }

  private void gateDocuments(Exchange exchange) {
    VersionId id = version(registry, exchange).id();
    List<String> documents =
        registry.reports(id).stream()
            .map(report -> RegistryDocuments.write(id, report))
            .map(json -> new String(json, StandardCharsets.UTF_8))
            .toList();
    exchange.json(Map.of("documents", documents));
  }

  /** How well each version forecast its hold-out: a point of a line for each. */
  private void accuracy(Exchange exchange) {
    exchange.page(
        "accuracy",
        ids(model(exchange)),
        id -> Integer.toString(id.number()),
        id -> {
          Map<String, Object> view = new LinkedHashMap<>();
          view.put("version", id.number());
          Optional<ModelVersion> version = find(id);
          view.put(
              "published_at", version.map(found -> found.publishedAt().toString()).orElse(null));
          Optional<Evaluation> evaluation = version.flatMap(found -> found.details().evaluation());
          view.put("evaluation", evaluation.map(RegistryView::of).orElse(null));
          return view;
        });
  }

  private void files(Exchange exchange) {
    List<Map<String, Object>> files =
        version(registry, exchange).files().stream().map(RegistryView::of).toList();
    exchange.json(Map.of("files", files));
  }

  private void file(Exchange exchange) throws IOException {
    send(registry, exchange, version(registry, exchange), exchange.part("file"));
  }

  /** Sends a file of a version; one that is found damaged on the way is cut off. */
  static void send(Registry registry, Exchange exchange, ModelVersion version, String name)
      throws IOException {
    ModelFile file = version.file(name);
    if (exchange.isUnchanged('"' + file.sha256() + '"')) {
      return;
    }
    exchange.header("Content-Disposition", "attachment");
    exchange.header("Repr-Digest", "sha-256=:" + base64(file.sha256()) + ":");
    HeldBack out = new HeldBack(() -> exchange.stream("application/octet-stream", file.size()));
    registry.copy(version, file, out);
    out.release();
  }

  private static String base64(String hex) {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
  }
}
