package dev.almanac.registry.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.almanac.registry.Registry;
import dev.almanac.registry.mlflow.Artifacts;
import dev.almanac.registry.mlflow.MlflowApi;
import dev.almanac.registry.mlflow.Parameters;
import dev.almanac.registry.mlflow.Uploads;
import dev.almanac.registry.token.Scope;
import dev.almanac.registry.token.Token;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The registry as MLflow's clients ask for it. */
final class MlflowRoutes {

  private static final String MODELS = "/api/2.0/mlflow/registered-models/";
  private static final String VERSIONS = "/api/2.0/mlflow/model-versions/";
  private static final String ARTIFACTS = "/api/2.0/mlflow-artifacts/artifacts";

  private final Registry registry;
  private final Uploads uploads;
  private final Artifacts artifacts;
  private final MlflowApi api;
  private final Runnable moved;

  /**
   * @param moved is told that an alias was moved
   */
  MlflowRoutes(Registry registry, Uploads uploads, Changes changes, Runnable moved) {
    this.registry = registry;
    this.uploads = uploads;
    this.moved = moved;
    artifacts = new Artifacts(registry, uploads);
    api = new MlflowApi(registry, uploads, changes::make);
  }

  List<Route> routes() {
    return List.of(
        change(MODELS + "create", api.models()::create),
        look(MODELS + "get", api.models()::get),
        look(MODELS + "search", api.models()::search),
        look(MODELS + "get-latest-versions", api.models()::latestVersions),
        Route.post(
            MODELS + "get-latest-versions",
            Scope.READ,
            exchange -> answer(exchange, api.models()::latestVersions)),
        update(MODELS + "update", api.models()::update),
        change(MODELS + "rename", MlflowApi.renaming()),
        remove(MODELS + "delete", Scope.ADMIN, api.models()::delete),
        change(MODELS + "set-tag", api.models()::setTag),
        remove(MODELS + "delete-tag", Scope.OPERATE, api.models()::deleteTag),
        look(MODELS + "alias", api.aliases()::get),
        change(MODELS + "alias", api.aliases()::set),
        remove(MODELS + "alias", Scope.OPERATE, api.aliases()::delete),
        change(VERSIONS + "create", api.versions()::create),
        look(VERSIONS + "get", api.versions()::get),
        look(VERSIONS + "search", api.versions()::search),
        look(VERSIONS + "get-download-uri", api.versions()::downloadUri),
        update(VERSIONS + "update", api.versions()::update),
        change(VERSIONS + "transition-stage", MlflowApi.staging()),
        remove(VERSIONS + "delete", Scope.ADMIN, api.versions()::delete),
        change(VERSIONS + "set-tag", api.versions()::setTag),
        remove(VERSIONS + "delete-tag", Scope.OPERATE, api.versions()::deleteTag),
        Route.get(ARTIFACTS, this::list),
        Route.get(ARTIFACTS + "/<path>", this::download),
        Route.put(ARTIFACTS + "/<path>", Scope.OPERATE, this::upload));
  }

  private Route look(String path, MlflowApi.Call call) {
    return Route.get(
        path, exchange -> exchange.json(call.answer(query(exchange), caller(exchange))));
  }

  private Route change(String path, MlflowApi.Call call) {
    return Route.post(path, Scope.OPERATE, exchange -> answer(exchange, call));
  }

  private Route update(String path, MlflowApi.Call call) {
    return Route.patch(path, Scope.OPERATE, exchange -> answer(exchange, call));
  }

  private Route remove(String path, Scope scope, MlflowApi.Call call) {
    return Route.delete(path, scope, exchange -> answer(exchange, call));
  }

  private void answer(Exchange exchange, MlflowApi.Call call) throws IOException {
    Map<String, Object> answer = call.answer(body(exchange), caller(exchange));
    moved.run();
    exchange.json(answer);
  }

  private static Parameters body(Exchange exchange) throws IOException {
    return new Parameters(exchange.body());
  }

  private static Parameters query(Exchange exchange) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    exchange
        .query()
        .forEach(
            (name, values) -> {
              if (values.size() == 1) {
                fields.put(name, values.get(0));
              } else {
                ArrayNode list = fields.putArray(name);
                values.forEach(list::add);
              }
            });
    return new Parameters(fields);
  }

  private static MlflowApi.Caller caller(Exchange exchange) {
    Token token = exchange.token().orElseThrow();
    return new MlflowApi.Caller(token.name(), token.id());
  }

  private void list(Exchange exchange) {
    exchange.json(artifacts.list(caller(exchange).token(), exchange.parameter("path").orElse("")));
  }

  private void download(Exchange exchange) throws IOException {
    Artifacts.Place place = artifacts.place(exchange.part("path"));
    ModelRoutes.send(registry, exchange, place.version(), place.file());
  }

  private void upload(Exchange exchange) throws IOException {
    uploads.put(caller(exchange).token(), exchange.part("path"), exchange::copyBody);
    exchange.json(Map.of());
  }
}
