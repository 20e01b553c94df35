package dev.almanac.registry.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.almanac.blob.Sha256;
import dev.almanac.catalog.CatalogException;
import dev.almanac.catalog.JsonObject;
import dev.almanac.registry.AliasMove;
import dev.almanac.registry.Change;
import dev.almanac.registry.GateReport;
import dev.almanac.registry.ModelFile;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.registry.ModelVersion;
import dev.almanac.registry.NoSuchModelException;
import dev.almanac.registry.RegistryDocuments;
import dev.almanac.registry.RegistryException;
import dev.almanac.registry.TrainingFailure;
import dev.almanac.registry.VersionDetails;
import dev.almanac.registry.VersionId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The registry behind a service ({@code almanac serve}). What can be asked again without harm is,
 * for three minutes, where the service is busy or does not answer. Whose changes are is told by the
 * token. Safe for use by several threads.
 */
public final class RegistryClient implements ModelRegistry {

  private static final String MODELS = "/api/v1/models";

  private final RegistryHttp http;

  public RegistryClient(RegistryEndpoint endpoint) {
    this(endpoint, Patience.DEFAULT);
  }

  RegistryClient(RegistryEndpoint endpoint, Patience patience) {
    http = new RegistryHttp(endpoint, patience);
  }

  /** One that asks once, for whoever asks again by himself. */
  public static RegistryClient askingOnce(RegistryEndpoint endpoint) {
    return new RegistryClient(endpoint, Patience.NONE);
  }

  /** What is made of an answer that is no such thing is an error of the registry. */
  private <T> T parsed(String path, byte[] json, Function<JsonObject, T> reader) {
    try {
      return JsonObject.parse(json, http.place(path)).read(reader);
    } catch (CatalogException e) {
      throw new RegistryException(e.getMessage(), e);
    }
  }

  /** All parts of a list. */
  private <T> List<T> all(String path, String name, Function<JsonObject, T> reader) {
    List<T> all = new ArrayList<>();
    String after = "";
    while (true) {
      String part = path + "?limit=1000" + after;
      String next =
          parsed(
              part,
              http.get(part),
              root -> {
                all.addAll(root.objects(name, reader));
                return root.isNull("next") ? null : root.text("next");
              });
      if (next == null) {
        return all;
      }
      after = "&after=" + encoded(next);
    }
  }

  /** A part of an address. */
  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String model(String name) {
    return MODELS + "/" + new VersionId(name, 1).model();
  }

  private static String version(VersionId id) {
    return model(id.model()) + "/versions/" + id.number();
  }

  private ModelVersion document(String path) {
    return RegistryDocuments.version(http.get(path + "/document"), http.place(path));
  }

  private Optional<ModelVersion> documentIfThere(String path) {
    try {
      return Optional.of(document(path));
    } catch (NoSuchModelException e) {
      return Optional.empty();
    }
  }

  private <T> List<T> listIfThere(String path, String name, Function<JsonObject, T> reader) {
    try {
      return all(path, name, reader);
    } catch (NoSuchModelException e) {
      return List.of();
    }
  }

  @Override
  public NavigableSet<String> models() {
    return new TreeSet<>(all(MODELS, "models", model -> model.text("model")));
  }

  @Override
  public List<ModelVersion> versions(String model) {
    String path = model(model) + "/versions";
    return listIfThere(path, "versions", version -> version.integer("version")).stream()
        .flatMap(number -> find(new VersionId(model, number)).stream())
        .toList();
  }

  @Override
  public Optional<ModelVersion> find(VersionId id) {
    return documentIfThere(version(id));
  }

  @Override
  public Optional<ModelVersion> aliased(String model, String alias) {
    return documentIfThere(model(model) + "/versions/" + encoded(alias));
  }

  @Override
  public ModelVersion resolve(String model, String wanted) {
    return document(model(model) + "/versions/" + encoded(wanted));
  }

  @Override
  public SortedMap<String, AliasMove> aliases(String model) {
    SortedMap<String, AliasMove> aliases = new TreeMap<>();
    all(
        model(model) + "/aliases",
        "aliases",
        move -> aliases.put(move.text("alias"), RegistryClient.move(move)));
    return aliases;
  }

  @Override
  public List<AliasMove> history(String model, String alias) {
    return listIfThere(model(model) + "/aliases/" + encoded(alias), "moves", RegistryClient::move);
  }

  private static AliasMove move(JsonObject move) {
    return new AliasMove(
        move.integer("number"),
        AliasMove.Kind.of(move.text("move")),
        move.integer("version"),
        move.integer("below"),
        new Change(move.text("actor"), move.text("reason")),
        move.instant("at"));
  }

  @Override
  public List<GateReport> reports(VersionId id) {
    String path = version(id) + "/gate/documents";
    return parsed(path, http.get(path), root -> root.texts("documents")).stream()
        .map(text -> text.getBytes(StandardCharsets.UTF_8))
        .map(json -> RegistryDocuments.report(json, id, http.place(path)))
        .toList();
  }

  @Override
  public ModelVersion publish(
      String model, VersionDetails details, SortedMap<String, Path> content) {
    return new RemotePublishing(http).publish(model, details, content);
  }

  @Override
  public void admit(VersionId challenger, GateReport report, String actor) {
    http.post(version(challenger) + "/gate", RegistryDocuments.write(challenger, report), true);
  }

  @Override
  public void record(String model, TrainingFailure failure) {
    http.post(model(model) + "/failures", RegistryDocuments.write(model, failure), false);
  }

  @Override
  public AliasMove promote(VersionId id, String alias, Change change) {
    ObjectNode body = JsonObject.create();
    body.put("version", id.number());
    body.put("reason", change.reason());
    body.put("force", true); // whoever asks has looked at what the gate says
    return moved(model(id.model()) + "/aliases/" + encoded(alias) + "/promote", body, true);
  }

  @Override
  public AliasMove rollBack(String model, String alias, Change change) {
    ObjectNode body = JsonObject.create();
    body.put("reason", change.reason());
    return moved(model(model) + "/aliases/" + encoded(alias) + "/rollback", body, false);
  }

  private AliasMove moved(String path, ObjectNode body, boolean again) {
    return parsed(path, http.post(path, JsonObject.write(body), again), RegistryClient::move);
  }

  @Override
  public byte[] read(ModelVersion version, String name) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      copy(version, version.file(name), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  @Override
  public void copy(ModelVersion version, ModelFile file, OutputStream to) throws IOException {
    String path = version(version.id()) + "/files/" + file.name();
    try (InputStream content = http.open(path)) {
      String found = Sha256.of(content, to);
      if (!found.equals(file.sha256())) {
        throw new RegistryException(
            "%s: expected SHA-256 %s, found %s; it was damaged on its way, or where it is kept"
                .formatted(http.place(path), file.sha256(), found));
      }
    }
  }
}
