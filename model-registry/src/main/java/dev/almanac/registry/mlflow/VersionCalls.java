package dev.almanac.registry.mlflow;

import dev.almanac.registry.ModelVersion;
import dev.almanac.registry.Note;
import dev.almanac.registry.Registry;
import dev.almanac.registry.VersionId;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What is asked of versions. */
public final class VersionCalls {

  private static final Set<String> ATTRIBUTES =
      Set.of("name", "run_id", "source_path", "version_number");

  private final Registry registry;
  private final Views views;
  private final Lookup lookup;
  private final MlflowApi.Serially serially;
  private final VersionCreation creation;

  VersionCalls(
      Registry registry,
      Views views,
      Lookup lookup,
      MlflowApi.Serially serially,
      VersionCreation creation) {
    this.registry = registry;
    this.views = views;
    this.lookup = lookup;
    this.serially = serially;
    this.creation = creation;
  }

  public Map<String, Object> create(Parameters parameters, MlflowApi.Caller caller) {
    Views.Model model = lookup.model(Lookup.name(parameters.required("name")));
    VersionCreation.Prepared prepared = creation.prepare(model.name(), parameters, caller);
    ModelVersion version = serially.make(prepared::publish);
    prepared.forget();
    return lookup.oneVersion(version.id());
  }

  public Map<String, Object> get(Parameters parameters, MlflowApi.Caller caller) {
    return lookup.oneVersion(Lookup.id(parameters));
  }

  public Map<String, Object> update(Parameters parameters, MlflowApi.Caller caller) {
    String description = parameters.text("description").orElse("");
    return annotateVersion(parameters, caller, note -> note.describe(description));
  }

  public Map<String, Object> delete(Parameters parameters, MlflowApi.Caller caller) {
    VersionId id = Lookup.id(parameters);
    lookup.version(id);
    return serially.make(
        () -> {
          registry.notes().change(id.model(), note -> note.kept(true), caller.change("noted"));
          registry.delete(id, caller.change("deleted by an MLflow client"));
          return Map.of();
        });
  }

  public Map<String, Object> search(Parameters parameters, MlflowApi.Caller caller) {
    Filter filter = Filter.parse(parameters.text("filter").orElse(""), ATTRIBUTES);
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

  public Map<String, Object> downloadUri(Parameters parameters, MlflowApi.Caller caller) {
    return Map.of("artifact_uri", Artifacts.uri(lookup.version(Lookup.id(parameters)).id()));
  }

  private Map<String, Object> annotateVersion(
      Parameters parameters, MlflowApi.Caller caller, UnaryOperator<Note> how) {
    ModelVersion version = lookup.version(Lookup.id(parameters));
    return serially.make(
        () -> {
          Note published = views.note(version);
          Lookup.note(
              () -> registry.notes().change(version.id(), published, how, caller.change("noted")));
          return lookup.oneVersion(version.id());
        });
  }

  public Map<String, Object> setTag(Parameters parameters, MlflowApi.Caller caller) {
    String key = parameters.required("key");
    String value = parameters.text("value").orElse("");
    annotateVersion(parameters, caller, note -> note.tag(key, value));
    return Map.of();
  }

  public Map<String, Object> deleteTag(Parameters parameters, MlflowApi.Caller caller) {
    String key = parameters.required("key");
    annotateVersion(parameters, caller, note -> note.untag(key));
    return Map.of();
  }
}
