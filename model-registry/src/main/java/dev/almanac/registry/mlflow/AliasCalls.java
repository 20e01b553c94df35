package dev.almanac.registry.mlflow;

import dev.almanac.registry.AliasName;
import dev.almanac.registry.Change;
import dev.almanac.registry.ModelVersion;
import dev.almanac.registry.Registry;
import dev.almanac.registry.VersionId;
import java.util.Map;
import java.util.Optional;

/** What is asked of aliases. */
public final class AliasCalls {

  private final Registry registry;
  private final Views views;
  private final Lookup lookup;
  private final MlflowApi.Serially serially;

  AliasCalls(Registry registry, Views views, Lookup lookup, MlflowApi.Serially serially) {
    this.registry = registry;
    this.views = views;
    this.lookup = lookup;
    this.serially = serially;
  }

  public Map<String, Object> set(Parameters parameters, MlflowApi.Caller caller) {
    AliasName alias = Lookup.alias(parameters);
    VersionId id = Lookup.id(parameters);
    lookup.version(id);
    return serially.make(
        () -> {
          registry.promote(id, alias.alias(), caller.change("set by an MLflow client"));
          return Map.of();
        });
  }

  /** One that is not there is gone already. */
  public Map<String, Object> delete(Parameters parameters, MlflowApi.Caller caller) {
    AliasName alias = Lookup.alias(parameters);
    lookup.model(alias.model());
    return serially.make(
        () -> {
          if (registry.aliases(alias.model()).containsKey(alias.alias())) {
            Change change = caller.change("deleted by an MLflow client");
            registry.removeAlias(alias.model(), alias.alias(), change);
          }
          return Map.of();
        });
  }

  public Map<String, Object> get(Parameters parameters, MlflowApi.Caller caller) {
    AliasName alias = Lookup.alias(parameters);
    lookup.model(alias.model());
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
}
