package dev.almanac.registry.mlflow;

import dev.almanac.registry.Change;
import dev.almanac.registry.Note;
import dev.almanac.registry.Registry;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What is asked of registered models. */
public final class ModelCalls {

  private static final Set<String> ATTRIBUTES = Set.of("name");

  private final Registry registry;
  private final Views views;
  private final Lookup lookup;
  private final MlflowApi.Serially serially;

  ModelCalls(Registry registry, Views views, Lookup lookup, MlflowApi.Serially serially) {
    this.registry = registry;
    this.views = views;
    this.lookup = lookup;
    this.serially = serially;
  }

  public Map<String, Object> create(Parameters parameters, MlflowApi.Caller caller) {
    String name = Lookup.name(parameters.required("name"));
    SortedMap<String, String> tags = parameters.tags();
    String description = parameters.text("description").orElse("");
    Note note = Lookup.note(() -> new Note(true, description, tags));
    return serially.make(
        () -> {
          if (views.find(name).isPresent()) {
            throw new MlflowException(
                MlflowException.Code.RESOURCE_ALREADY_EXISTS,
                "Registered Model (name=" + name + ") already exists");
          }
          registry.notes().change(name, before -> note, caller.change("created"));
          return lookup.oneModel(name);
        });
  }

  public Map<String, Object> get(Parameters parameters, MlflowApi.Caller caller) {
    return lookup.oneModel(Lookup.name(parameters.required("name")));
  }

  public Map<String, Object> update(Parameters parameters, MlflowApi.Caller caller) {
    String description = parameters.text("description").orElse("");
    return annotateModel(parameters, caller, note -> note.describe(description));
  }

  /** Takes its versions along, so it refuses where one of them is named by an alias. */
  public Map<String, Object> delete(Parameters parameters, MlflowApi.Caller caller) {
    Views.Model model = lookup.model(Lookup.name(parameters.required("name")));
    return serially.make(
        () -> {
          model.versions().forEach(registry::checkDeletable);
          Change change = caller.change("the model was deleted");
          model.versions().forEach(id -> registry.delete(id, change));
          registry.notes().change(model.name(), note -> Note.NONE, change);
          return Map.of();
        });
  }

  public Map<String, Object> search(Parameters parameters, MlflowApi.Caller caller) {
    Filter filter = Filter.parse(parameters.text("filter").orElse(""), ATTRIBUTES);
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

  public Map<String, Object> latestVersions(Parameters parameters, MlflowApi.Caller caller) {
    Views.Model model = lookup.model(Lookup.name(parameters.required("name")));
    List<String> stages = parameters.texts("stages");
    boolean none = stages.isEmpty() || stages.stream().anyMatch("None"::equalsIgnoreCase);
    return Map.of(
        "model_versions",
        views.newest(model).filter(newest -> none).map(views::of).map(List::of).orElse(List.of()));
  }

  private Map<String, Object> annotateModel(
      Parameters parameters, MlflowApi.Caller caller, UnaryOperator<Note> how) {
    String name = Lookup.name(parameters.required("name"));
    lookup.model(name);
    return serially.make(
        () -> {
          Lookup.note(() -> registry.notes().change(name, how, caller.change("noted")));
          return lookup.oneModel(name);
        });
  }

  public Map<String, Object> setTag(Parameters parameters, MlflowApi.Caller caller) {
    String key = parameters.required("key");
    String value = parameters.text("value").orElse("");
    annotateModel(parameters, caller, note -> note.tag(key, value));
    return Map.of();
  }

  public Map<String, Object> deleteTag(Parameters parameters, MlflowApi.Caller caller) {
    String key = parameters.required("key");
    annotateModel(parameters, caller, note -> note.untag(key));
    return Map.of();
  }
}
