package dev.almanac.backup.component;

import dev.almanac.blob.BlobInfo;
import dev.almanac.blob.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** The models there are: those of a folder, or those the archive itself holds. */
public final class ModelFiles {

  /** Where the registry of models lies in an archive. */
  private static final String REGISTRY = "registry/";

  private ModelFiles() {}

  private interface Gathering {
    List<ComponentFile> files() throws IOException;
  }

  /** The files of a folder; nothing where it is not there. */
  public static ComponentSource of(Path folder) {
    return source("files", () -> below(folder));
  }

  /** What lies under {@code registry/} in the archive; nothing where there is none. */
  public static ComponentSource of(BlobStore archive) {
    return source("registry", () -> stored(archive));
  }

  private static ComponentSource source(String name, Gathering gathering) {
    return new ComponentSource() {
      @Override
      public String kind() {
        return "models";
      }

      @Override
      public String name() {
        return name;
      }

      @Override
      public GatheredFiles gather() {
        try {
          return GatheredFiles.of(gathering.files());
        } catch (IOException e) {
          throw new ComponentException("the models cannot be read: " + e, e);
        }
      }
    };
  }

  private static List<ComponentFile> below(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    Path root = folder.toAbsolutePath().normalize();
    FileSelection selection = new FileSelection(List.of(root.toString()), List.of(), true);
    if (!selection.problems().isEmpty()) {
      throw new ComponentException(String.join("; ", selection.problems()));
    }
    List<ComponentFile> files = new ArrayList<>();
    for (Path file : selection.files()) {
      files.add(
          new ComponentFile(
              root.relativize(file).toString(), Permissions.of(file), new OnDisk(file)));
    }
    return files;
  }

  /**
   * One folder after the other, in order of names: the registry's folders are named so that who
   * names others comes before what is named. So whatever is published meanwhile, each version that
   * is packed has all its files.
   */
  private static List<ComponentFile> stored(BlobStore archive) {
    List<ComponentFile> files = new ArrayList<>();
    for (String top : topLevel(archive)) {
      for (BlobInfo blob : archive.list(top)) {
        if (top.endsWith("/") || blob.key().equals(top)) {
          files.add(
              new ComponentFile(
                  blob.key().substring(REGISTRY.length()),
                  ComponentFile.PLAIN,
                  new Stored(archive, blob)));
        }
      }
    }
    return files;
  }

  /** The folders and the blobs right under the registry's root. */
  private static NavigableSet<String> topLevel(BlobStore archive) {
    NavigableSet<String> names = new TreeSet<>();
    for (BlobInfo blob : archive.list(REGISTRY)) {
      int slash = blob.key().indexOf('/', REGISTRY.length());
      names.add(slash < 0 ? blob.key() : blob.key().substring(0, slash + 1));
    }
    return names;
  }

  private record OnDisk(Path file, long size) implements FileContent {

    OnDisk(Path file) throws IOException {
      this(file, Files.size(file));
    }

    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(file);
    }
  }

  private record Stored(BlobStore archive, BlobInfo blob) implements FileContent {

    @Override
    public long size() {
      return blob.size();
    }

    @Override
    public InputStream open() {
      return archive.open(blob.key());
    }
  }
}
