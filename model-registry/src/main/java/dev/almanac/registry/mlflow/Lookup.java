package dev.almanac.registry.mlflow;

import dev.almanac.registry.AliasName;
import dev.almanac.registry.ModelVersion;
import dev.almanac.registry.Note;
import dev.almanac.registry.Registry;
import dev.almanac.registry.VersionId;
import java.util.Map;
import java.util.function.Supplier;

/** What parameters name, as it is in the registry. */
final class Lookup {

  private final Registry registry;
  private final Views views;

  Lookup(Registry registry, Views views) {
    this.registry = registry;
    this.views = views;
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

  static VersionId id(Parameters parameters) {
    return id(parameters.required("name"), parameters.required("version"));
  }

  static AliasName alias(Parameters parameters) {
    String model = name(parameters.required("name"));
    try {
      return new AliasName(model, parameters.required("alias"));
    } catch (IllegalArgumentException e) {
      throw new MlflowException(MlflowException.Code.INVALID_PARAMETER_VALUE, e.getMessage());
    }
  }

  Views.Model model(String name) {
    return views
        .find(name)
        .orElseThrow(
            () ->
                new MlflowException(
                    MlflowException.Code.RESOURCE_DOES_NOT_EXIST,
                    "Registered Model with name=" + name + " not found"));
  }

  ModelVersion version(VersionId id) {
    return registry
        .find(id)
        .orElseThrow(
            () ->
                new MlflowException(
                    MlflowException.Code.RESOURCE_DOES_NOT_EXIST,
                    "Model Version (name=%s, version=%d) not found"
                        .formatted(id.model(), id.number())));
  }

  Map<String, Object> oneModel(String name) {
    return Map.of("registered_model", views.of(model(name)));
  }

  Map<String, Object> oneVersion(VersionId id) {
    return Map.of("model_version", views.of(version(id)));
  }

  static Note note(Supplier<Note> note) {
    try {
      return note.get();
    } catch (IllegalArgumentException e) {
      throw new MlflowException(MlflowException.Code.INVALID_PARAMETER_VALUE, e.getMessage());
    }
  }
}
