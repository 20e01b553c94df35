package dev.almanac.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.almanac.blob.BlobInfo;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.Sha256;
import dev.almanac.catalog.ArchivedComponent;
import dev.almanac.catalog.ArchivedFile;
import dev.almanac.catalog.Catalog;
import dev.almanac.catalog.Manifest;
import dev.almanac.catalog.ManifestCodec;
import dev.almanac.series.TimeRange;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * An archive for tests of who moves and removes files, for whom it does not matter what is in them:
 * each holds its own key. Days are days of November 2026; the backup of a day is taken at 23:00.
 */
public final class HandmadeArchive {

  private final BlobStore store;

  HandmadeArchive(BlobStore store) {
    this.store = store;
  }

  public static LocalDate day(int day) {
    return LocalDate.of(2026, 11, 1).plusDays(day - 1);
  }

  public static String id(int day) {
    return day(day).toString().replace("-", "") + "T230000Z-00000000";
  }

  static Instant night(int day) {
    return Instant.parse(day(day) + "T23:00:00Z");
  }

  /** The file of samples of a day that the backup of another day wrote. */
  public static ArchivedFile file(int day, int backup) {
    return file("samples", day, backup);
  }

  static ArchivedFile file(String kind, int day, int backup) {
    String key = kind + "/day=" + day(day) + "/" + id(backup) + "-00000.parquet";
    return new ArchivedFile(kind, day(day), key, key.length(), sha256(key), 1, 0, 0);
  }

  static ArchivedComponent component(String name) {
    String key = "components/" + name;
    return new ArchivedComponent("models", name, key, key.length(), sha256(key), 1, false);
  }

  public static Manifest manifest(int day, ArchivedFile... files) {
    return manifest(day, List.of(), files);
  }

  static Manifest manifest(int day, List<ArchivedComponent> components, ArchivedFile... files) {
    return new Manifest(
        id(day),
        night(day),
        night(day),
        "test",
        new Manifest.Source("", "", List.of()),
        List.of(),
        components,
        Arrays.asList(files),
        Map.of(Map.of("__name__", "salted"), 42L),
        new Manifest.Totals(new TimeRange(0, 0), 0, 0, 0, 0, 0, 0, 0));
  }

  HandmadeArchive put(String... keys) {
    for (String key : keys) {
      store.putIfAbsent(key, content(key).getBytes(UTF_8));
    }
    return this;
  }

  /** Writes a backup with those of its files that are not there yet. */
  HandmadeArchive write(Manifest backup) {
    for (ArchivedFile file : backup.files()) {
      if (store.stat(file.supersededKey()).isEmpty()) {
        put(file.key());
      }
    }
    backup.components().forEach(component -> put(component.key()));
    store.putIfAbsent(Catalog.manifestKey(backup.id()), ManifestCodec.write(backup));
    return this;
  }

  /** The keys of everything there is, but for the lock. */
  Set<String> keys() {
    Set<String> keys = new TreeSet<>();
    store.list("").stream().map(BlobInfo::key).forEach(keys::add);
    keys.removeIf(key -> key.startsWith("locks/"));
    return keys;
  }

  /** What listed backups need and cannot read, or not as it was. */
  List<String> broken() {
    ArchivedFiles files = new ArchivedFiles(store);
    List<String> broken = new ArrayList<>();
    for (Manifest backup : new Catalog(store).backups()) {
      for (ArchivedFile file : backup.files()) {
        if (!read(files, file).equals(file.key())) {
          broken.add(file.key());
        }
      }
      for (ArchivedComponent component : backup.components()) {
        if (store.stat(component.key()).isEmpty()) {
          broken.add(component.key());
        }
      }
    }
    return broken;
  }

  private static String read(ArchivedFiles files, ArchivedFile file) {
    try (InputStream content = files.open(file)) {
      return new String(content.readAllBytes(), UTF_8);
    } catch (BackupException e) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String content(String key) {
    return key.startsWith(ArchivedFile.SUPERSEDED)
        ? key.substring(ArchivedFile.SUPERSEDED.length())
        : key;
  }

  private static String sha256(String text) {
    return Sha256.of(text.getBytes(UTF_8));
  }
}
