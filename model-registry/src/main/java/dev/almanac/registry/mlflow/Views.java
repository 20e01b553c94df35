package dev.almanac.registry.mlflow;

import dev.almanac.registry.AliasMove;
import dev.almanac.registry.ModelVersion;
import dev.almanac.registry.Note;
import dev.almanac.registry.NotedAt;
import dev.almanac.registry.Registry;
import dev.almanac.registry.VersionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Models and versions as MLflow shows them. */
final class Views {

  /** Settings of a version's lineage that say what its MLflow client said. */
  static final String SOURCE = "mlflow.source";

  static final String RUN = "mlflow.run_id";
  static final String DESCRIPTION = "mlflow.description";
  static final String USER = "mlflow.user";

  private final Registry registry;

  Views(Registry registry) {
    this.registry = registry;
  }

  /** A registered model: with a version, or kept by a note. */
  record Model(
      String name, List<VersionId> versions, Note note, Instant created, Instant updated) {}

  /** A model, unless there is none of that name. */
  Optional<Model> find(String name) {
    List<VersionId> versions = List.copyOf(registry.ids(name));
    Optional<NotedAt> noted = registry.notes().of(name);
    if (versions.isEmpty() && noted.filter(said -> said.note().kept()).isEmpty()) {
      return Optional.empty();
    }
    Note note = noted.map(NotedAt::note).orElse(Note.NONE);
    List<Instant> times = new ArrayList<>();
    noted.ifPresent(said -> times.addAll(List.of(said.first(), said.at())));
    if (!versions.isEmpty()) {
      for (VersionId id : List.of(versions.get(0), versions.get(versions.size() - 1))) {
        registry.find(id).ifPresent(version -> times.add(version.publishedAt()));
      }
    }
    Instant created = times.stream().min(Instant::compareTo).orElse(Instant.EPOCH);
    Instant updated = times.stream().max(Instant::compareTo).orElse(Instant.EPOCH);
    return Optional.of(new Model(name, versions, note, created, updated));
  }

  Map<String, Object> of(Model model) {
    SortedMap<String, AliasMove> aliases = registry.aliases(model.name());
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("name", model.name());
    view.put("creation_timestamp", model.created().toEpochMilli());
    view.put("last_updated_timestamp", model.updated().toEpochMilli());
    view.put("description", model.note().description());
    view.put(
        "latest_versions",
        newest(model).map(version -> List.of(of(version, aliases))).orElse(List.of()));
    view.put("tags", tags(model.note().tags()));
    List<Map<String, Object>> named = new ArrayList<>();
    aliases.forEach(
        (alias, move) ->
            named.add(Map.of("alias", alias, "version", Integer.toString(move.version()))));
    view.put("aliases", named);
    return view;
  }

  /** There are no stages; the newest version of any is the newest. */
  Optional<ModelVersion> newest(Model model) {
    return model.versions().isEmpty()
        ? Optional.empty()
        : registry.find(model.versions().get(model.versions().size() - 1));
  }

  Map<String, Object> of(ModelVersion version) {
    return of(version, registry.aliases(version.model()));
  }

  Map<String, Object> of(ModelVersion version, SortedMap<String, AliasMove> aliases) {
    Optional<NotedAt> noted = registry.notes().of(version.id());
    Note note = note(version, noted);
    Map<String, String> settings = version.lineage().configuration();
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("name", version.model());
    view.put("version", Integer.toString(version.number()));
    view.put("creation_timestamp", version.publishedAt().toEpochMilli());
    view.put(
        "last_updated_timestamp",
        noted.map(NotedAt::at).orElse(version.publishedAt()).toEpochMilli());
    view.put("user_id", settings.getOrDefault(USER, version.lineage().code()));
    view.put("current_stage", "None");
    view.put("description", note.description());
    view.put("source", settings.getOrDefault(SOURCE, Artifacts.uri(version.id())));
    view.put("run_id", settings.getOrDefault(RUN, ""));
    view.put("status", "READY");
    view.put("tags", tags(note.tags()));
    List<String> names = new ArrayList<>();
    aliases.forEach(
        (alias, move) -> {
          if (move.version() == version.number()) {
            names.add(alias);
          }
        });
    view.put("aliases", names);
    return view;
  }

  /** What is said of a version, or was when it was published. */
  Note note(ModelVersion version) {
    return note(version, registry.notes().of(version.id()));
  }

  private static Note note(ModelVersion version, Optional<NotedAt> noted) {
    return noted
        .map(NotedAt::note)
        .orElseGet(
            () ->
                new Note(
                    true,
                    version.lineage().configuration().getOrDefault(DESCRIPTION, ""),
                    version.details().tags()));
  }

  private static List<Map<String, Object>> tags(Map<String, String> tags) {
    List<Map<String, Object>> list = new ArrayList<>();
    tags.forEach((key, value) -> list.add(Map.of("key", key, "value", value)));
    return list;
  }
}
