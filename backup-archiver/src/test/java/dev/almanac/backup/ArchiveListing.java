package dev.almanac.backup;

import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.catalog.ArchivedFile;
import dev.almanac.catalog.Catalog;
import dev.almanac.catalog.Manifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Every file of an archive in a folder, hidden ones too, with its digest. */
public final class ArchiveListing {

  private ArchiveListing() {}

  /** All that is there. */
  public static SortedMap<String, String> of(Path root) {
    SortedMap<String, String> files = new TreeMap<>();
    if (Files.notExists(root)) {
      return files;
    }
    try (Stream<Path> walk = Files.walk(root)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        files.put(root.relativize(file).toString(), HexFormat.of().formatHex(sha256(file)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  /** The files of data; manifests say when they were written, and locks come and go. */
  public static SortedMap<String, String> ofData(Path root) {
    SortedMap<String, String> files = of(root);
    files.keySet().removeIf(file -> file.startsWith("backups/") || file.startsWith("lock"));
    return files;
  }

  /** What lies there and no manifest names. */
  public static Set<String> debris(Path root) {
    Set<String> debris = new TreeSet<>(ofData(root).keySet());
    try (BlobStore store = BlobStores.open(root.toString())) {
      for (Manifest backup : new Catalog(store).backups()) {
        backup.files().stream().map(ArchivedFile::key).forEach(debris::remove);
        backup.files().stream().map(ArchivedFile::supersededKey).forEach(debris::remove);
      }
    }
    return debris;
  }

  /** The files a backup names whose bytes are not, or not exactly, there. */
  public static Set<String> broken(Path root, Manifest backup) {
    SortedMap<String, String> files = of(root);
    Set<String> broken = new TreeSet<>();
    for (ArchivedFile file : backup.files()) {
      String live = files.get(file.key());
      if (!file.sha256().equals(live == null ? files.get(file.supersededKey()) : live)) {
        broken.add(file.key());
      }
    }
    return broken;
  }

  private static byte[] sha256(Path file) throws IOException {
    try {
      return MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
