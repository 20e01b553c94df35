package dev.almanac.registry.http;

import dev.almanac.registry.GateReport;
import dev.almanac.registry.ModelFile;
import dev.almanac.registry.ModelVersion;
import dev.almanac.registry.Publication;
import dev.almanac.registry.Registry;
import dev.almanac.registry.RegistryDocuments;
import dev.almanac.registry.RegistryException;
import dev.almanac.registry.StagedFile;
import dev.almanac.registry.TrainingFailure;
import dev.almanac.registry.VersionId;
import dev.almanac.registry.mlflow.Uploads;
import dev.almanac.registry.token.Scope;
import dev.almanac.registry.token.Token;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;

/**
 * Publishing by programs of ours: files are sent under the id of a publication, then the document
 * of the version that they make. Asking once more gives the same version, so whoever was not
 * answered asks again.
 */
final class PublicationRoutes {

  private static final String ROOT = "/api/v1/models/{model}/publications/{publication}";
  private static final String GATE = "/api/v1/models/{model}/versions/{version}/gate";
  private static final int CREATED = 201;

  private final Registry registry;
  private final Uploads uploads;
  private final Changes changes;
  private final Runnable moved;

  /**
   * @param moved is told that an alias was moved
   */
  PublicationRoutes(Registry registry, Uploads uploads, Changes changes, Runnable moved) {
    this.registry = registry;
    this.uploads = uploads;
    this.changes = changes;
    this.moved = moved;
  }

  List<Route> routes() {
    return List.of(
        Route.put(ROOT + "/files/<file>", Scope.OPERATE, this::upload),
        Route.post(ROOT, Scope.OPERATE, this::publish),
        Route.post(GATE, Scope.OPERATE, this::admit),
        Route.post("/api/v1/models/{model}/failures", Scope.OPERATE, this::record));
  }

  private static Publication publication(Exchange exchange) {
    String model = ModelRoutes.model(exchange);
    return Exchange.valid(
        "publication", () -> new Publication(model, exchange.part("publication")));
  }

  private static String owner(Exchange exchange) {
    return exchange.token().map(Token::id).orElseThrow();
  }

  private static String folder(Publication publication) {
    return Uploads.PREFIX + publication.id();
  }

  private void upload(Exchange exchange) throws IOException {
    String folder = folder(publication(exchange));
    uploads.put(owner(exchange), folder + "/" + exchange.part("file"), exchange::copyBody);
    exchange.json(Map.of());
  }

  /** A version as it is to be; its number and time are ours to give. */
  private static ModelVersion wanted(Exchange exchange) throws IOException {
    byte[] json = exchange.document();
    ModelVersion wanted = read(() -> RegistryDocuments.version(json, "the body"));
    if (!wanted.publication().equals(publication(exchange))) {
      throw new ProblemException(
          Problem.Kind.BAD_REQUEST, "the body is of another publication: " + wanted.publication());
    }
    return wanted;
  }

  private static <T> T read(Supplier<T> document) {
    try {
      return document.get();
    } catch (RegistryException e) {
      throw new ProblemException(Problem.Kind.BAD_REQUEST, e.getMessage(), e);
    }
  }

  private void publish(Exchange exchange) throws IOException {
    ModelVersion wanted = wanted(exchange);
    Optional<ModelVersion> before = registry.published(wanted.publication());
    ModelVersion version = before.isPresent() ? before.get() : publish(exchange, wanted);
    if (!version.files().equals(wanted.files()) || !version.details().equals(wanted.details())) {
      throw new ProblemException(
          Problem.Kind.CONFLICT,
          "%s was published as %s, which is another version than this"
              .formatted(wanted.publication().id(), version.id()));
    }
    exchange.header(
        "Location", "/api/v1/models/%s/versions/%d".formatted(version.model(), version.number()));
    exchange.status(before.isPresent() ? 200 : CREATED);
    exchange.content("application/json", RegistryDocuments.write(version));
  }

  private ModelVersion publish(Exchange exchange, ModelVersion wanted) {
    String folder = folder(wanted.publication());
    List<StagedFile> staged;
    try {
      staged = stage(wanted, uploads.files(owner(exchange), folder));
    } catch (ProblemException | UncheckedIOException e) {
      // Somebody who asked before and was not answered may be just done with the same files.
      return registry
          .published(wanted.publication())
          .orElseThrow(() -> new ProblemException(Problem.Kind.INCOMPLETE, e.getMessage(), e));
    }
    ModelVersion version =
        changes.make(() -> registry.publish(wanted.publication(), wanted.details(), staged));
    uploads.remove(owner(exchange), folder);
    return version;
  }

  private List<StagedFile> stage(ModelVersion wanted, SortedMap<String, Path> sent) {
    List<StagedFile> staged = new ArrayList<>();
    for (ModelFile file : wanted.files()) {
      if (!sent.containsKey(file.name())) {
        throw new ProblemException(
            Problem.Kind.INCOMPLETE,
            file.name() + " was not sent to this server, or too long ago; send all files again");
      }
      StagedFile one = registry.stage(wanted.publication(), file.name(), sent.get(file.name()));
      if (!one.file().equals(file)) {
        throw new ProblemException(
            Problem.Kind.INCOMPLETE,
            "%s: expected %d bytes of SHA-256 %s, found %d of %s; send it again"
                .formatted(
                    file.name(),
                    file.size(),
                    file.sha256(),
                    one.file().size(),
                    one.file().sha256()));
      }
      staged.add(one);
    }
    return staged;
  }

  private void admit(Exchange exchange) throws IOException {
    VersionId id = ModelRoutes.version(registry, exchange).id();
    byte[] json = exchange.document();
    GateReport report = read(() -> RegistryDocuments.report(json, id, "the body"));
    String actor = exchange.token().map(Token::name).orElseThrow();
    try {
      changes.make(
          () -> {
            registry.admit(id, report, actor);
            return id;
          });
    } finally {
      moved.run();
    }
    exchange.json(Map.of("passes", report.passes()));
  }

  private void record(Exchange exchange) throws IOException {
    String model = ModelRoutes.model(exchange);
    byte[] json = exchange.document();
    TrainingFailure failure = read(() -> RegistryDocuments.failure(json, model, "the body"));
    changes.make(
        () -> {
          registry.record(model, failure);
          return failure;
        });
    exchange.json(Map.of());
  }
}
