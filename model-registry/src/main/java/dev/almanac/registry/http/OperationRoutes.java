package dev.almanac.registry.http;

import dev.almanac.blob.BlobStore;
import dev.almanac.catalog.Catalog;
import dev.almanac.registry.operation.Operation;
import dev.almanac.registry.operation.Operations;
import dev.almanac.registry.operation.RunningException;
import dev.almanac.registry.operation.Work;
import dev.almanac.registry.token.Scope;
import dev.almanac.registry.token.Token;
import java.util.List;
import java.util.Optional;

/** Work that is begun by a request and goes on after it: backups and drills. */
final class OperationRoutes {

  private static final String ROOT = "/api/v1/operations";
  private static final int ACCEPTED = 202;

  private final Catalog catalog;
  private final Operations operations;
  private final Facilities facilities;

  OperationRoutes(BlobStore store, Operations operations, Facilities facilities) {
    catalog = new Catalog(store);
    this.operations = operations;
    this.facilities = facilities;
  }

  List<Route> routes() {
    return List.of(
        Route.get(ROOT, this::list),
        Route.get(ROOT + "/{operation}", this::one),
        Route.post("/api/v1/backups", Scope.OPERATE, this::backup),
        Route.post("/api/v1/backups/{backup}/drills", Scope.OPERATE, this::drill));
  }

  private void list(Exchange exchange) {
    exchange.page("operations", operations.list(), Operation::id, Operation::view);
  }

  private void one(Exchange exchange) {
    String id = exchange.part("operation");
    exchange.json(
        operations
            .find(id)
            .orElseThrow(
                () ->
                    new ProblemException(
                        Problem.Kind.NOT_FOUND,
                        "there is no such operation: this server knows the last hundred that it"
                            + " began itself; what they made is in the archive"))
            .view());
  }

  private void backup(Exchange exchange) {
    Work work =
        given(
            facilities.backup(),
            "make backups: start it with --prometheus URL or --backup-config FILE");
    begin(exchange, "backup", "", work);
  }

  private void drill(Exchange exchange) {
    String id = BackupRoutes.find(catalog, exchange.part("backup")).id();
    begin(exchange, "drill", id, given(facilities.drill(), "drill").apply(id));
  }

  private static <T> T given(Optional<T> facility, String what) {
    return facility.orElseThrow(
        () ->
            new ProblemException(Problem.Kind.NOT_SET_UP, "this server was not set up to " + what));
  }

  private void begin(Exchange exchange, String kind, String subject, Work work) {
    String by = exchange.token().map(Token::name).orElseThrow();
    Operation begun;
    try {
      begun = operations.begin(kind, subject, by, work);
    } catch (RunningException e) {
      exchange.header("Location", ROOT + "/" + e.running().id());
      throw new ProblemException(Problem.Kind.CONFLICT, e.getMessage(), e);
    }
    exchange.header("Location", ROOT + "/" + begun.id());
    exchange.status(ACCEPTED);
    exchange.json(begun.view());
  }
}
