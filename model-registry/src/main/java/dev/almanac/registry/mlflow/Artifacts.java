package dev.almanac.registry.mlflow;

import dev.almanac.registry.ModelFile;
import dev.almanac.registry.ModelVersion;
import dev.almanac.registry.Registry;
import dev.almanac.registry.VersionId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of versions as MLflow's clients look for them: below {@code models/NAME/VERSION}, and
 * below {@code uploads/NAME} what they have sent themselves.
 */
public final class Artifacts {

  private static final Pattern PATH = Pattern.compile("models/([^/]+)/([0-9]{1,8})(?:/(.+))?");

  private final Registry registry;
  private final Uploads uploads;

  public Artifacts(Registry registry, Uploads uploads) {
    this.registry = registry;
    this.uploads = uploads;
  }

  /** Where clients find the files of a version. */
  static String uri(VersionId id) {
    return "mlflow-artifacts:/models/" + id.model() + "/" + id.number();
  }

  /**
   * A file of a version.
   *
   * @param file its path within the version; empty for all of it
   */
  public record Place(ModelVersion version, String file) {}

  /**
   * What a path means.
   *
   * @throws MlflowException where it means nothing
   */
  public Place place(String path) {
    Matcher parts = PATH.matcher(path);
    if (!parts.matches()) {
      throw new MlflowException(
          MlflowException.Code.RESOURCE_DOES_NOT_EXIST,
          "there are artifacts at models/NAME/VERSION/FILE, found \"" + path + "\"");
    }
    VersionId id = Lookup.id(parts.group(1), parts.group(2));
    ModelVersion version = registry.resolve(id.model(), Integer.toString(id.number()));
    return new Place(version, parts.group(3) == null ? "" : file(parts.group(3)));
  }

  private static String file(String path) {
    try {
      return ModelFile.checkName(path);
    } catch (IllegalArgumentException e) {
      throw Parameters.wrong("path", "cannot be a file's: " + e.getMessage());
    }
  }

  /** What lies in a folder. */
  public Map<String, Object> list(String owner, String path) {
    SortedMap<String, Long> sizes = new TreeMap<>();
    String folder = "";
    if (path.startsWith(Uploads.PREFIX)) {
      uploads.files(owner, path).forEach((name, file) -> sizes.put(name, file.toFile().length()));
    } else {
      Place place = place(path);
      place.version().files().forEach(file -> sizes.put(file.name(), file.size()));
      folder = place.file().isEmpty() ? "" : place.file() + "/";
    }
    return Map.of("files", listed(sizes, folder));
  }

  private static List<Map<String, Object>> listed(SortedMap<String, Long> sizes, String folder) {
    Map<String, Map<String, Object>> entries = new LinkedHashMap<>();
    sizes.forEach(
        (name, size) -> {
          if (name.startsWith(folder)) {
            String rest = name.substring(folder.length());
            int slash = rest.indexOf('/');
            String entry = slash < 0 ? rest : rest.substring(0, slash);
            Map<String, Object> view = new LinkedHashMap<>();
            view.put("path", entry);
            view.put("is_dir", slash >= 0);
            if (slash < 0) {
              view.put("file_size", size);
            }
            entries.putIfAbsent(entry, view);
          }
        });
    return List.copyOf(entries.values());
  }
}
