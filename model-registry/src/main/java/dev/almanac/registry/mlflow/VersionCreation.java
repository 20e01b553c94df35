package dev.almanac.registry.mlflow;

import dev.almanac.registry.Lineage;
import dev.almanac.registry.ModelFile;
import dev.almanac.registry.ModelVersion;
import dev.almanac.registry.Publication;
import dev.almanac.registry.Registry;
import dev.almanac.registry.StagedFile;
import dev.almanac.registry.VersionDetails;
import dev.almanac.registry.VersionId;
import dev.almanac.series.TimeRange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes versions of what MLflow's clients name as a source. A version is kept here byte for byte,
 * so the source has to be something whose bytes are here: files that were sent, or another version.
 */
final class VersionCreation {

  private static final Pattern SENT =
      Pattern.compile("mlflow-artifacts:(?://[^/]*)?/(" + Uploads.PREFIX + ".+)");
  private static final Pattern VERSION = Pattern.compile("models:/([^/@]+)/([0-9]{1,8})");
  private static final Pattern ALIAS = Pattern.compile("models:/([^/@]+)@([^/]+)");

  private final Registry registry;
  private final Uploads uploads;

  VersionCreation(Registry registry, Uploads uploads) {
    this.registry = registry;
    this.uploads = uploads;
  }

  /** A version whose files are stored and not seen yet. */
  interface Prepared {
    ModelVersion publish();

    /** Removes what it was made of, where that is of no use any more. */
    void forget();
  }

  Prepared prepare(String model, Parameters parameters, MlflowApi.Caller caller) {
    String source = parameters.required("source");
    Matcher sent = SENT.matcher(source);
    if (sent.matches()) {
      VersionDetails details = details(parameters, caller, Optional.empty());
      return prepare(model, details, caller, strip(sent.group(1)));
    }
    ModelVersion original = original(source);
    VersionDetails details = details(parameters, caller, Optional.of(original));
    return prepare(model, details, caller, copied(original, caller));
  }

  private static String strip(String path) {
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private ModelVersion original(String source) {
    Matcher version = VERSION.matcher(source);
    if (version.matches()) {
      VersionId id = Lookup.id(version.group(1), version.group(2));
      return registry.resolve(id.model(), Integer.toString(id.number()));
    }
    Matcher alias = ALIAS.matcher(source);
    if (alias.matches()) {
      return registry.resolve(Lookup.name(alias.group(1)), alias.group(2));
    }
    throw Parameters.wrong(
        "source",
        "names nothing whose bytes are kept here: "
            + source
            + "; send files to mlflow-artifacts:/uploads/NAME, or name models:/NAME/VERSION");
  }

  /** An upload with the files of a version. */
  private String copied(ModelVersion original, MlflowApi.Caller caller) {
    String path = Uploads.PREFIX + "copy-" + UUID.randomUUID();
    for (ModelFile file : original.files()) {
      try {
        uploads.put(
            caller.token(), path + "/" + file.name(), out -> registry.copy(original, file, out));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return path;
  }

  private Prepared prepare(
      String model, VersionDetails details, MlflowApi.Caller caller, String path) {
    SortedMap<String, Path> files = uploads.files(caller.token(), path);
    if (files.isEmpty()) {
      throw Parameters.wrong(
          "source", "names an upload without files; send them to this server, by this token");
    }
    Publication publication = registry.begin(model);
    List<StagedFile> staged = new ArrayList<>();
    files.forEach((name, file) -> staged.add(registry.stage(publication, name, file)));
    return new Prepared() {
      @Override
      public ModelVersion publish() {
        return registry.publish(publication, details, staged);
      }

      @Override
      public void forget() {
        uploads.remove(caller.token(), path);
      }
    };
  }

  /** A copy was made of what its original was made of. */
  private static VersionDetails details(
      Parameters parameters, MlflowApi.Caller caller, Optional<ModelVersion> original) {
    TreeMap<String, String> settings = new TreeMap<>();
    original.ifPresent(version -> settings.putAll(version.lineage().configuration()));
    settings.put(Views.SOURCE, parameters.required("source"));
    settings.put(Views.USER, caller.name());
    parameters.text("run_id").ifPresent(run -> settings.put(Views.RUN, run));
    parameters.text("description").ifPresent(text -> settings.put(Views.DESCRIPTION, text));
    Lineage lineage =
        new Lineage(
            original.map(version -> version.lineage().backups()).orElse(List.of()),
            original.map(version -> version.lineage().time()).orElse(new TimeRange(0, 0)),
            settings,
            original.map(version -> version.lineage().code()).orElse("an MLflow client"),
            original.map(version -> version.lineage().host()).orElse("unknown"),
            original.map(version -> version.lineage().took()).orElse(Duration.ZERO));
    return new VersionDetails(
        lineage,
        original.flatMap(version -> version.details().evaluation()),
        new TreeMap<>(original.map(version -> version.details().metrics()).orElse(new TreeMap<>())),
        parameters.tags());
  }
}
