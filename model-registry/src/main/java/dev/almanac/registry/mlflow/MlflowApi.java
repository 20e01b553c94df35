package dev.almanac.registry.mlflow;

import dev.almanac.registry.Change;
import dev.almanac.registry.Registry;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Answers what MLflow's clients ask of a registry. Where a version would have to change, it
 * refuses. Safe for use by several threads.
 */
public final class MlflowApi {

  private final ModelCalls models;
  private final VersionCalls versions;
  private final AliasCalls aliases;

  /** Makes one change after the other. */
  public interface Serially {
    <T> T make(Supplier<T> change);
  }

  public MlflowApi(Registry registry, Uploads uploads, Serially serially) {
    Views views = new Views(registry);
    Lookup lookup = new Lookup(registry, views);
    models = new ModelCalls(registry, views, lookup, serially);
    versions =
        new VersionCalls(registry, views, lookup, serially, new VersionCreation(registry, uploads));
    aliases = new AliasCalls(registry, views, lookup, serially);
  }

  /** What is asked of registered models. */
  public ModelCalls models() {
    return models;
  }

  /** What is asked of versions. */
  public VersionCalls versions() {
    return versions;
  }

  /** What is asked of aliases. */
  public AliasCalls aliases() {
    return aliases;
  }

  /**
   * Who asks.
   *
   * @param name of his token
   * @param token its id
   */
  public record Caller(String name, String token) {

    Change change(String reason) {
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
}
