package dev.almanac.backup.component;

import dev.almanac.backup.component.GatheredFiles.ExcludedFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Files of this machine, small enough to be looked into. Unless they are to be encrypted, those
 * that look like secrets are left out, and named in the report.
 *
 * @param kind of the component
 * @param name of the component
 * @param include paths of files and folders, and globs
 * @param exclude globs of paths or of names
 * @param all whether every path of {@code include} must lead to something
 * @param relativeTo what the paths in the component are relative to: {@code /}, or a folder
 * @param encryptWith the key file, with which secrets are kept too
 */
public record ConfigurationFiles(
    String kind,
    String name,
    List<String> include,
    List<String> exclude,
    boolean all,
    Path relativeTo,
    Optional<Path> encryptWith)
    implements ComponentSource {

  private static final int LARGEST_FILE = 16 << 20;

  public ConfigurationFiles {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
  }

  /** Files of the machine, under their whole paths. */
  public static ConfigurationFiles ofMachine(
      List<String> include, List<String> exclude, boolean all, Optional<Path> encryptWith) {
    return new ConfigurationFiles(
        "configuration", "files", include, exclude, all, Path.of("/"), encryptWith);
  }

  /** The files of one folder, which must be there: what Grafana is provisioned with. */
  public static ConfigurationFiles provisioned(Path folder) {
    Path root = folder.toAbsolutePath().normalize();
    return new ConfigurationFiles(
        "dashboards",
        "provisioned",
        List.of(root.toString()),
        List.of(),
        true,
        root,
        Optional.empty());
  }

  @Override
  public GatheredFiles gather() {
    FileSelection selection = new FileSelection(include, exclude, all);
    List<ComponentFile> files = new ArrayList<>();
    List<ExcludedFile> excluded = new ArrayList<>(selection.excluded());
    List<String> problems = new ArrayList<>(selection.problems());
    long bytes = 0;
    for (Path file : selection.files()) {
      try {
        byte[] content = read(file);
        Optional<String> secret =
            encryptWith.isPresent() ? Optional.empty() : secret(file, content);
        if (secret.isPresent()) {
          excluded.add(new ExcludedFile(file.toString(), secret.get()));
          continue;
        }
        bytes += content.length;
        PackLimits.SEALED.check(files.size() + 1L, bytes);
        files.add(new ComponentFile(pathOf(file), Permissions.of(file), FileContent.of(content)));
      } catch (IOException e) {
        problems.add(file + " cannot be read: " + e.getClass().getSimpleName());
      }
    }
    if (files.isEmpty() && !problems.isEmpty()) {
      throw new ComponentException(String.join("; ", problems));
    }
    return new GatheredFiles(files, excluded, problems);
  }

  private String pathOf(Path file) {
    return relativeTo.relativize(file).toString().replace('\\', '/');
  }

  private static byte[] read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(LARGEST_FILE + 1);
      if (content.length > LARGEST_FILE) {
        throw new ComponentException(
            file
                + " has more than "
                + (LARGEST_FILE >> 20)
                + " MiB, too much for a configuration file; exclude it");
      }
      return content;
    }
  }

  /** A link's own name and that of the file it leads to count alike. */
  private static Optional<String> secret(Path file, byte[] content) throws IOException {
    String real = file.toRealPath().getFileName().toString();
    return SecretRules.inName(file.getFileName().toString())
        .or(() -> SecretRules.inName(real))
        .or(() -> SecretRules.inContent(content));
  }
}
