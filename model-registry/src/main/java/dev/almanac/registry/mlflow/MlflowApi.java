package dev.almanac.registry.mlflow;

import dev.almanac.registry.AliasName;
import dev.almanac.registry.Change;
import dev.almanac.registry.ModelVersion;
import dev.almanac.registry.Note;
import dev.almanac.registry.Registry;
import dev.almanac.registry.VersionId;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Answers what MLflow's clients ask of a registry. Where a version would have to change, it
 * refuses. Safe for use by several threads.
 */
public final class MlflowApi {

  private static final Set<String> MODEL_ATTRIBUTES = Set.of("name");
  private static final Set<String> VERSION_ATTRIBUTES =
      Set.of("name", "run_id", "source_path", "version_number");

  private final Registry registry;
  private final Views views;
  private final VersionCreation creation;
  private final Serially serially;

  /** Makes one change after the other. */
  public interface Serially {
    <T> T make(Supplier<T> change);
  }

  public MlflowApi(Registry registry, Uploads uploads, Serially serially) {
    this.registry = registry;
    this.serially = serially;
    views = new Views(registry);
    creation = new VersionCreation(registry, uploads);
  }

  /**
   * Who asks.
   *
   * @param name of his token
   * @param token its id
   */
  public record Caller(String name, String token) {

    private Change change(String reason) {
      return new Change(name, reason);
    }
  }

  /** Answers one kind of request. */
  @FunctionalInterface
  public interface Call {
    Map<String, Object> answer(Parameters parameters, Caller caller);
  }

  /** What no version nor model can do. */
  public static Call renaming() {
    return refusal(
        "a model keeps its name, which its versions and their history bear; create another one and"
            + " copy the version to it");
  }

  /** The same. */
  public static Call staging() {
    return refusal(
        "there are no stages here, which MLflow has given up too; set an alias, such as champion");
  }

  private static Call refusal(String why) {
    return (parameters, caller) -> {
      throw new MlflowException(MlflowException.Code.INVALID_PARAMETER_VALUE, why);
    };
  }

  static String name(String name) {
    try {
      return new VersionId(name, 1).model();
    } catch (IllegalArgumentException e) {
      throw new MlflowException(MlflowException.Code.INVALID_PARAMETER_VALUE, e.getMessage());
    }
  }

  static VersionId id(String name, String version) {
    if (!version.matches("[0-9]{1,8}") || Integer.parseInt(version) < 1) {
      throw Parameters.wrong("version", "is no version's number: " + version);
    }
    return new VersionId(name(name), Integer.parseInt(version));
  }

  private static VersionId id(Parameters parameters) {
    return id(parameters.required("name"), parameters.required("version"));
  }

  private static AliasName alias(Parameters parameters) {
    String model = name(parameters.required("name"));
    try {
      return new AliasName(model, parameters.required("alias"));
    } catch (IllegalArgumentException e) {
      throw new MlflowException(MlflowException.Code.INVALID_PARAMETER_VALUE, e.getMessage());
    }
  }

  private Views.Model model(String name) {
    return views
        .find(name)
        .orElseThrow(
            () ->
                new MlflowException(
                    MlflowException.Code.RESOURCE_DOES_NOT_EXIST,
                    "Registered Model with name=" + name + " not found"));
  }

  private ModelVersion version(VersionId id) {
    return registry
        .find(id)
        .orElseThrow(
            () ->
                new MlflowException(
                    MlflowException.Code.RESOURCE_DOES_NOT_EXIST,
                    "Model Version (name=%s, version=%d) not found"
                        .formatted(id.model(), id.number())));
  }

  private Map<String, Object> oneModel(String name) {
    return Map.of("registered_model", views.of(model(name)));
  }

  private Map<String, Object> oneVersion(VersionId id) {
    return Map.of("model_version", views.of(version(id)));
  }

  public Map<String, Object> createModel(Parameters parameters, Caller caller) {
    String name = name(parameters.required("name"));
    SortedMap<String, String> tags = parameters.tags();
    String description = parameters.text("description").orElse("");
    Note note = note(() -> new Note(true, description, tags));
    return serially.make(
        () -> {
          if (views.find(name).isPresent()) {
            throw new MlflowException(
                MlflowException.Code.RESOURCE_ALREADY_EXISTS,
                "Registered Model (name=" + name + ") already exists");
          }
          registry.notes().change(name, before -> note, caller.change("created"));
          return oneModel(name);
        });
  }

  private static Note note(Supplier<Note> note) {
    try {
      return note.get();
    } catch (IllegalArgumentException e) {
      throw new MlflowException(MlflowException.Code.INVALID_PARAMETER_VALUE, e.getMessage());
    }
  }

  public Map<String, Object> getModel(Parameters parameters, Caller caller) {
    return oneModel(name(parameters.required("name")));
  }

  public Map<String, Object> updateModel(Parameters parameters, Caller caller) {
    String description = parameters.text("description").orElse("");
    return annotateModel(parameters, caller, note -> note.describe(description));
  }

  /** Takes its versions along, so it refuses where one of them is named by an alias. */
  public Map<String, Object> deleteModel(Parameters parameters, Caller caller) {
    Views.Model model = model(name(parameters.required("name")));
    return serially.make(
        () -> {
          model.versions().forEach(registry::checkDeletable);
          Change change = caller.change("the model was deleted");
          model.versions().forEach(id -> registry.delete(id, change));
          registry.notes().change(model.name(), note -> Note.NONE, change);
          return Map.of();
        });
  }

  public Map<String, Object> searchModels(Parameters parameters, Caller caller) {
    Filter filter = Filter.parse(parameters.text("filter").orElse(""), MODEL_ATTRIBUTES);
    Stream<Views.Model> found =
        registry.notes().models().stream()
            .flatMap(name -> views.find(name).stream())
            .filter(model -> filter.matches(Map.of("name", model.name()), model.note().tags()));
    Comparator<Views.Model> order =
        Ordering.of(
            parameters.texts("order_by"),
            Map.of(
                "name", Comparator.comparing(Views.Model::name),
                "creation_timestamp", Comparator.comparing(Views.Model::created),
                "last_updated_timestamp", Comparator.comparing(Views.Model::updated),
                "timestamp", Comparator.comparing(Views.Model::updated)),
            Comparator.comparing(Views.Model::name));
    return Ordering.page("registered_models", found.sorted(order).toList(), parameters, views::of);
  }

  public Map<String, Object> latestVersions(Parameters parameters, Caller caller) {
    Views.Model model = model(name(parameters.required("name")));
    List<String> stages = parameters.texts("stages");
    boolean none = stages.isEmpty() || stages.stream().anyMatch("None"::equalsIgnoreCase);
    return Map.of(
        "model_versions",
        views.newest(model).filter(newest -> none).map(views::of).map(List::of).orElse(List.of()));
  }

  private Map<String, Object> annotateModel(
      Parameters parameters, Caller caller, UnaryOperator<Note> how) {
    String name = name(parameters.required("name"));
    model(name);
    return serially.make(
        () -> {
          note(() -> registry.notes().change(name, how, caller.change("noted")));
          return oneModel(name);
        });
  }

  public Map<String, Object> setModelTag(Parameters parameters, Caller caller) {
    String key = parameters.required("key");
    String value = parameters.text("value").orElse("");
    annotateModel(parameters, caller, note -> note.tag(key, value));
    return Map.of();
  }

  public Map<String, Object> deleteModelTag(Parameters parameters, Caller caller) {
    String key = parameters.required("key");
    annotateModel(parameters, caller, note -> note.untag(key));
    return Map.of();
  }

  public Map<String, Object> setAlias(Parameters parameters, Caller caller) {
    AliasName alias = alias(parameters);
    VersionId id = id(parameters);
    version(id);
    return serially.make(
        () -> {
          registry.promote(id, alias.alias(), caller.change("set by an MLflow client"));
          return Map.of();
        });
  }

  /** One that is not there is gone already. */
  public Map<String, Object> deleteAlias(Parameters parameters, Caller caller) {
    AliasName alias = alias(parameters);
    model(alias.model());
    return serially.make(
        () -> {
          if (registry.aliases(alias.model()).containsKey(alias.alias())) {
            Change change = caller.change("deleted by an MLflow client");
            registry.removeAlias(alias.model(), alias.alias(), change);
          }
          return Map.of();
        });
  }

  public Map<String, Object> getByAlias(Parameters parameters, Caller caller) {
    AliasName alias = alias(parameters);
    model(alias.model());
    Optional<ModelVersion> named = registry.aliased(alias.model(), alias.alias());
    return Map.of(
        "model_version",
        views.of(
            named.orElseThrow(
                () ->
                    new MlflowException(
                        MlflowException.Code.INVALID_PARAMETER_VALUE,
                        "Registered model alias " + alias.alias() + " not found."))));
  }

  public Map<String, Object> createVersion(Parameters parameters, Caller caller) {
    Views.Model model = model(name(parameters.required("name")));
    VersionCreation.Prepared prepared = creation.prepare(model.name(), parameters, caller);
    ModelVersion version = serially.make(prepared::publish);
    prepared.forget();
    return oneVersion(version.id());
  }

  public Map<String, Object> getVersion(Parameters parameters, Caller caller) {
    return oneVersion(id(parameters));
  }

  public Map<String, Object> updateVersion(Parameters parameters, Caller caller) {
    String description = parameters.text("description").orElse("");
    return annotateVersion(parameters, caller, note -> note.describe(description));
  }

  public Map<String, Object> deleteVersion(Parameters parameters, Caller caller) {
    VersionId id = id(parameters);
    version(id);
    return serially.make(
        () -> {
          registry.notes().change(id.model(), note -> note.kept(true), caller.change("noted"));
          registry.delete(id, caller.change("deleted by an MLflow client"));
          return Map.of();
        });
  }

  public Map<String, Object> searchVersions(Parameters parameters, Caller caller) {
    Filter filter = Filter.parse(parameters.text("filter").orElse(""), VERSION_ATTRIBUTES);
    Stream<ModelVersion> found =
        registry.models().stream()
            .flatMap(model -> registry.versions(model).stream())
            .filter(version -> filter.matches(attributes(version), views.note(version).tags()));
    Comparator<ModelVersion> byId = Comparator.comparing(ModelVersion::id);
    Comparator<ModelVersion> newest =
        Comparator.comparing(ModelVersion::publishedAt).reversed().thenComparing(byId.reversed());
    Comparator<ModelVersion> order =
        Ordering.of(
            parameters.texts("order_by"),
            Map.of(
                "name", Comparator.comparing(ModelVersion::model),
                "version_number", Comparator.comparing(ModelVersion::number),
                "creation_timestamp", Comparator.comparing(ModelVersion::publishedAt),
                "last_updated_timestamp", Comparator.comparing(ModelVersion::publishedAt)),
            newest);
    return Ordering.page("model_versions", found.sorted(order).toList(), parameters, views::of);
  }

  private static Map<String, String> attributes(ModelVersion version) {
    Map<String, String> settings = version.lineage().configuration();
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("name", version.model());
    attributes.put("version_number", Integer.toString(version.number()));
    attributes.put("run_id", settings.getOrDefault(Views.RUN, ""));
    attributes.put("source_path", settings.getOrDefault(Views.SOURCE, Artifacts.uri(version.id())));
    return attributes;
  }

  public Map<String, Object> downloadUri(Parameters parameters, Caller caller) {
    return Map.of("artifact_uri", Artifacts.uri(version(id(parameters)).id()));
  }

  private Map<String, Object> annotateVersion(
      Parameters parameters, Caller caller, UnaryOperator<Note> how) {
    ModelVersion version = version(id(parameters));
    return serially.make(
        () -> {
          Note published = views.note(version);
          note(() -> registry.notes().change(version.id(), published, how, caller.change("noted")));
          return oneVersion(version.id());
        });
  }

  public Map<String, Object> setVersionTag(Parameters parameters, Caller caller) {
    String key = parameters.required("key");
    String value = parameters.text("value").orElse("");
    annotateVersion(parameters, caller, note -> note.tag(key, value));
    return Map.of();
  }

  public Map<String, Object> deleteVersionTag(Parameters parameters, Caller caller) {
    String key = parameters.required("key");
    annotateVersion(parameters, caller, note -> note.untag(key));
    return Map.of();
  }
}
