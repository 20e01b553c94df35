package dev.almanac.registry.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.almanac.registry.AliasMove;
import dev.almanac.registry.AliasName;
import dev.almanac.registry.Change;
import dev.almanac.registry.ModelVersion;
import dev.almanac.registry.Registry;
import dev.almanac.registry.token.Scope;
import dev.almanac.registry.view.RegistryView;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** The aliases of a model: what they name, how they moved, and moving them. */
final class AliasRoutes {

  private static final String ROOT = "/api/v1/models/{model}/aliases";
  private static final String ALIAS = ROOT + "/{alias}";

  private final Registry registry;
  private final Changes changes;
  private final Runnable moved;

  /**
   * @param moved is told that an alias was moved
   */
  AliasRoutes(Registry registry, Changes changes, Runnable moved) {
    this.registry = registry;
    this.changes = changes;
    this.moved = moved;
  }

  List<Route> routes() {
    return List.of(
        Route.get(ROOT, this::aliases),
        Route.get(ALIAS, this::history),
        Route.post(ALIAS + "/promote", Scope.OPERATE, this::promote),
        Route.post(ALIAS + "/rollback", Scope.OPERATE, this::rollBack),
        Route.delete(ALIAS, Scope.OPERATE, this::remove));
  }

  private void aliases(Exchange exchange) {
    String model = ModelRoutes.model(exchange);
    exchange.page(
        "aliases",
        List.copyOf(registry.aliases(model).entrySet()),
        Map.Entry::getKey,
        alias -> RegistryView.of(model, alias.getKey(), alias.getValue()));
  }

  private static AliasName name(Exchange exchange) {
    String model = ModelRoutes.model(exchange);
    return Exchange.valid("alias", () -> new AliasName(model, exchange.part("alias")));
  }

  private void history(Exchange exchange) {
    AliasName name = name(exchange);
    List<AliasMove> moves = registry.history(name.model(), name.alias());
    if (moves.isEmpty()) {
      throw new ProblemException(
          Problem.Kind.NOT_FOUND,
          "there is no %s; the model has %s"
              .formatted(name, registry.aliases(name.model()).keySet()));
    }
    exchange.page(
        "moves",
        moves,
        move -> Integer.toString(move.number()),
        move -> RegistryView.of(name.model(), name.alias(), move));
  }

  /**
   * Lets the alias name a version; a champion has to have passed the gate, unless it is forced.
   * With {@code expected}, only where the alias names that one now, or none where it is null.
   */
  private void promote(Exchange exchange) throws IOException {
    AliasName name = name(exchange);
    JsonNode body = exchange.body();
    String wanted = Fields.text(body, "version");
    boolean force = Fields.flag(body, "force", false);
    Change change = change(exchange, body);
    ModelVersion version = registry.resolve(name.model(), wanted);
    if (name.alias().equals(Registry.CHAMPION) && !force) {
      List<String> objections = registry.objections(version.id());
      if (!objections.isEmpty()) {
        throw new ProblemException(
            Problem.Kind.CONFLICT,
            "%s did not pass the gate: %s; \"force\": true promotes it all the same"
                .formatted(version.id(), String.join("; ", objections)));
      }
    }
    move(
        exchange,
        name,
        () ->
            body.has("expected")
                ? registry.promote(version.id(), name.alias(), expected(body), change)
                : registry.promote(version.id(), name.alias(), change));
  }

  private static OptionalInt expected(JsonNode body) {
    JsonNode value = body.get("expected");
    if (value.isNull()) {
      return OptionalInt.empty();
    }
    if (!value.isInt()) {
      throw new ProblemException(
          Problem.Kind.BAD_REQUEST, "expected: expected a version's number or null");
    }
    return OptionalInt.of(value.intValue());
  }

  private void rollBack(Exchange exchange) throws IOException {
    AliasName name = name(exchange);
    Change change = change(exchange, exchange.body());
    move(exchange, name, () -> registry.rollBack(name.model(), name.alias(), change));
  }

  private void remove(Exchange exchange) {
    AliasName name = name(exchange);
    Change change = change(exchange, exchange.parameter("reason").orElse("by hand"));
    move(exchange, name, () -> registry.removeAlias(name.model(), name.alias(), change));
  }

  private void move(Exchange exchange, AliasName name, Supplier<AliasMove> how) {
    AliasMove move = changes.make(how);
    moved.run();
    exchange.json(RegistryView.of(name.model(), name.alias(), move));
  }

  private static Change change(Exchange exchange, JsonNode body) {
    return change(exchange, Fields.text(body, "reason", "by hand"));
  }

  /** A change by whoever has the token. */
  static Change change(Exchange exchange, String reason) {
    return Exchange.valid(
        "reason", () -> new Change(exchange.token().orElseThrow().name(), reason));
  }
}
