package dev.almanac.catalog;

import dev.almanac.blob.BlobInfo;
import dev.almanac.blob.BlobStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The backups of one archive. What no manifest names does not exist. */
public final class Catalog {

  private static final String BACKUPS = "backups/";
  private static final Pattern MANIFEST_KEY = Pattern.compile(BACKUPS + "([^/]*)/manifest\\.json");
  private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

  /** Whoever looks for a newer, the newest or the latest backup goes by this and nothing else. */
  private static final Comparator<Manifest> BY_AGE =
      Comparator.<Manifest, String>comparing(manifest -> BackupId.secondOf(manifest.id()))
          .thenComparing(Manifest::writtenAt)
          .thenComparing(Manifest::id);

  private final BlobStore store;

  public Catalog(BlobStore store) {
    this.store = store;
  }

  /** Where the manifest of a backup is kept. */
  public static String manifestKey(String id) {
    return BACKUPS + id + "/manifest.json";
  }

  /** The ids of all whole backups, in order: by when their snapshots were taken, to the second. */
  public Set<String> ids() {
    TreeSet<String> ids = new TreeSet<>();
    for (BlobInfo blob : store.list(BACKUPS)) {
      Matcher key = MANIFEST_KEY.matcher(blob.key());
      if (key.matches() && BackupId.isValid(key.group(1))) {
        ids.add(key.group(1));
      }
    }
    return ids;
  }

  /**
   * The manifests of all whole backups, oldest first; of backups of one snapshot, which have the
   * same second in their names, the one that was written first.
   */
  public List<Manifest> backups() {
    return backups(List.of());
  }

  /**
   * The same, of which those that are known already are not read again: a manifest never changes.
   */
  public List<Manifest> backups(List<Manifest> known) {
    Map<String, Manifest> byId =
        known.stream().collect(Collectors.toMap(Manifest::id, Function.identity()));
    return ids().stream()
        .map(id -> byId.containsKey(id) ? byId.get(id) : read(id))
        .sorted(BY_AGE)
        .toList();
  }

  /** The manifest of one backup, if there is one. */
  public Optional<Manifest> find(String id) {
    if (!BackupId.isValid(id)) {
      return Optional.empty();
    }
    return store.stat(manifestKey(id)).map(found -> read(id));
  }

  private Manifest read(String id) {
    String key = manifestKey(id);
    String place = store.location() + "/" + key;
    Manifest manifest = ManifestCodec.read(store.read(key, ManifestCodec.MAX_BYTES), place);
    if (!manifest.id().equals(id)) {
      throw new CatalogException(
          place + ": expected the manifest of " + id + ", found that of " + manifest.id());
    }
    return manifest;
  }

  /**
   * The backup a person means: an id, the beginning of one ({@code 20261123}), a date ({@code
   * 2026-11-23}: the last one of that UTC day), or {@code latest}.
   *
   * @throws CatalogException where none or several fit; the message lists what there is
   */
  public Manifest resolve(String wanted) {
    List<String> ids = new ArrayList<>(ids());
    if (ids.isEmpty()) {
      throw new CatalogException("there is no backup in " + store.location());
    }
    if (wanted.equals("latest")) {
      return newest(ids);
    }
    boolean date = DATE.matcher(wanted).matches();
    String beginning = date ? wanted.replace("-", "") : wanted;
    // Nothing begins with nothing: an unset variable of a script must not name a backup.
    List<String> fitting =
        ids.stream().filter(id -> !beginning.isEmpty() && id.startsWith(beginning)).toList();
    if (fitting.isEmpty()) {
      throw new CatalogException(
          "there is no backup \"%s\" in %s; there is %s"
              .formatted(wanted, store.location(), listed(ids)));
    }
    if (fitting.size() > 1 && !date) {
      throw new CatalogException(
          "several backups begin with %s: %s; name one of them".formatted(wanted, listed(fitting)));
    }
    return newest(fitting);
  }

  /** The newest of these, which are in order; usually that takes reading one manifest. */
  private Manifest newest(List<String> ids) {
    String second = BackupId.secondOf(ids.get(ids.size() - 1));
    return ids.stream()
        .filter(id -> BackupId.secondOf(id).equals(second))
        .map(this::read)
        .max(BY_AGE)
        .orElseThrow();
  }

  private static String listed(List<String> ids) {
    int shown = Math.min(ids.size(), 8);
    String newest = String.join(", ", ids.subList(ids.size() - shown, ids.size()));
    return shown == ids.size() ? newest : newest + " and " + (ids.size() - shown) + " older";
  }
}
