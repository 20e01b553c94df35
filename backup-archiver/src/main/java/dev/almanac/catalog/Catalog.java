package dev.almanac.catalog;

import dev.almanac.blob.BlobInfo;
import dev.almanac.blob.BlobStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The backups of one archive. What no manifest names does not exist. */
public final class Catalog {

  /** Far more than a manifest of 90 days needs; a larger one is not ours. */
  private static final int MANIFEST_LIMIT = 256 << 20;

  private static final String BACKUPS = "backups/";
  private static final Pattern MANIFEST_KEY =
      Pattern.compile("backups/([0-9]{8}T[0-9]{6}Z-[0-9a-f]{8})/manifest\\.json");

  private final BlobStore store;

  public Catalog(BlobStore store) {
    this.store = store;
  }

  /** Where the manifest of a backup is kept. */
  public static String manifestKey(String id) {
    return BACKUPS + id + "/manifest.json";
  }

  /** The ids of all whole backups, oldest first. */
  public Set<String> ids() {
    TreeSet<String> ids = new TreeSet<>();
    for (BlobInfo blob : store.list(BACKUPS)) {
      Matcher key = MANIFEST_KEY.matcher(blob.key());
      if (key.matches()) {
        ids.add(key.group(1));
      }
    }
    return ids;
  }

  /** The manifests of all whole backups, oldest first. */
  public List<Manifest> backups() {
    return ids().stream().map(this::read).toList();
  }

  /** The manifest of one backup, if there is one. */
  public Optional<Manifest> find(String id) {
    return store.stat(manifestKey(id)).map(found -> read(id));
  }

  private Manifest read(String id) {
    String key = manifestKey(id);
    Manifest manifest =
        ManifestCodec.read(store.read(key, MANIFEST_LIMIT), store.location() + "/" + key);
    if (!manifest.id().equals(id)) {
      throw new CatalogException(
          store.location()
              + "/"
              + key
              + ": expected the manifest of "
              + id
              + ", found that of "
              + manifest.id());
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
    boolean date = wanted.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    String beginning = date ? wanted.replace("-", "") : wanted;
    List<String> fitting =
        wanted.equals("latest") ? ids : ids.stream().filter(i -> i.startsWith(beginning)).toList();
    if (fitting.isEmpty()) {
      throw new CatalogException(
          "there is no backup " + wanted + " in " + store.location() + "; there is " + listed(ids));
    }
    if (fitting.size() > 1 && !date && !wanted.equals("latest")) {
      throw new CatalogException(
          "several backups begin with " + wanted + ": " + listed(fitting) + "; name one of them");
    }
    return read(fitting.stream().max(Comparator.naturalOrder()).orElseThrow());
  }

  private static String listed(List<String> ids) {
    int shown = Math.min(ids.size(), 8);
    String newest = String.join(", ", ids.subList(ids.size() - shown, ids.size()));
    return shown == ids.size() ? newest : newest + " and " + (ids.size() - shown) + " older";
  }
}
