package dev.almanac.catalog;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.almanac.series.TimeRange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Manifests as JSON, format 1; {@code docs/format/manifest.md} describes every field.
 *
 * <p>A manifest of a later format is refused by name: reading it with guesses would be worse. Keys
 * that this version does not know are passed over, so that a later one may add some. Equal
 * manifests are written with equal bytes.
 */
public final class ManifestCodec {

  static final int FORMAT = 1;

  /** The most bytes a manifest has; far more than one of years needs. */
  static final int MAX_BYTES = JsonObject.MAX_BYTES;

  private ManifestCodec() {}

  /**
   * The manifest as UTF-8 JSON.
   *
   * @throws CatalogException where it would be too large to be read again
   */
  public static byte[] write(Manifest manifest) {
    ObjectNode root = JsonObject.create();
    root.put("format", FORMAT);
    root.put("id", manifest.id());
    root.put("taken_at", manifest.takenAt().toString());
    root.put("written_at", manifest.writtenAt().toString());
    root.put("writer", manifest.writer());
    ObjectNode source = root.putObject("source");
    source.put("location", manifest.source().location());
    source.put("prometheus_version", manifest.source().prometheusVersion());
    manifest.source().losses().forEach(source.putArray("losses")::add);
    writeTotals(root.putObject("totals"), manifest.totals());
    writeSalted(root, manifest.salted());
    ArrayNode blocks = root.putArray("blocks");
    manifest.blocks().forEach(block -> writeBlock(blocks.addObject(), block));
    ArrayNode components = root.putArray("components");
    manifest.components().forEach(part -> writeComponent(components.addObject(), part));
    writeFiles(root, manifest.files());
    byte[] json = JsonObject.write(root);
    if (json.length > MAX_BYTES) {
      throw new CatalogException(
          "manifest %s would have %d bytes, more than the %d that can be read again; it names %d files"
              .formatted(manifest.id(), json.length, MAX_BYTES, manifest.files().size()));
    }
    return json;
  }

  private static void writeTotals(ObjectNode node, Manifest.Totals totals) {
    writeRange(node, totals.timeRange());
    node.put("series", totals.series());
    node.put("samples", totals.samples());
    node.put("histograms", totals.histograms());
    node.put("block_bytes", totals.blockBytes());
    node.put("archive_bytes", totals.archiveBytes());
    node.put("new_samples", totals.newSamples());
    node.put("new_bytes", totals.newBytes());
  }

  static void writeSalted(ObjectNode root, Map<Map<String, String>, Long> salted) {
    ArrayNode nodes = root.putArray("salted");
    salted.forEach(
        (labels, id) -> {
          ObjectNode node = nodes.addObject();
          node.put("series_id", id);
          labels.forEach(node.putObject("labels")::put);
        });
  }

  private static void writeBlock(ObjectNode node, ArchivedBlock block) {
    node.put("ulid", block.ulid());
    writeRange(node, block.timeRange());
    node.put("index_version", block.indexVersion());
    node.put("meta_json", block.metaJson());
    node.put("tombstones", block.tombstones());
    ObjectNode rebuild = node.putObject("rebuild");
    rebuild.put("label_indices", block.rebuild().labelIndices());
    rebuild.put("padded_chunks", block.rebuild().paddedChunks());
    block.rebuild().unusedSymbols().forEach(rebuild.putArray("unused_symbols")::add);
    ArrayNode files = node.putArray("files");
    for (ArchivedBlock.BlockFile file : block.files()) {
      ObjectNode entry = files.addObject();
      entry.put("path", file.path());
      entry.put("size", file.size());
      entry.put("sha256", file.sha256());
    }
  }

  private static void writeComponent(ObjectNode node, ArchivedComponent component) {
    node.put("kind", component.kind());
    node.put("name", component.name());
    node.put("key", component.key());
    node.put("size", component.size());
    node.put("sha256", component.sha256());
    node.put("files", component.files());
    node.put("encrypted", component.encrypted());
  }

  static void writeFiles(ObjectNode root, List<ArchivedFile> files) {
    ArrayNode nodes = root.putArray("files");
    files.forEach(file -> writeFile(nodes.addObject(), file));
  }

  private static void writeFile(ObjectNode node, ArchivedFile file) {
    node.put("kind", file.kind());
    node.put("day", file.day().toString());
    node.put("key", file.key());
    node.put("size", file.size());
    node.put("sha256", file.sha256());
    node.put("rows", file.rows());
    node.put("first_ts", file.firstTimestamp());
    node.put("last_ts", file.lastTimestamp());
  }

  private static void writeRange(ObjectNode node, TimeRange range) {
    node.put("from", range.from());
    node.put("until", range.until());
  }

  /**
   * Reads a manifest.
   *
   * @param json UTF-8
   * @param place where it was found, for messages
   * @throws CatalogException where it is not JSON, not a manifest of a known format, lacks a field
   *     or has one that cannot be
   */
  public static Manifest read(byte[] json, String place) {
    JsonObject root = JsonObject.parse(json, place);
    long format = root.number("format");
    if (format != FORMAT) {
      throw new CatalogException(
          place
              + ": manifest format "
              + format
              + ", this version of Almanac reads format "
              + FORMAT
              + "; use the version that wrote the archive, or a later one");
    }
    return root.read(ManifestCodec::manifest);
  }

  private static Manifest manifest(JsonObject root) {
    return new Manifest(
        root.text("id"),
        root.instant("taken_at"),
        root.instant("written_at"),
        root.text("writer"),
        root.object("source", ManifestCodec::source),
        root.objects("blocks", ManifestCodec::block),
        root.objects("components", ManifestCodec::component),
        readFiles(root),
        readSalted(root),
        root.object("totals", ManifestCodec::totals));
  }

  private static Manifest.Source source(JsonObject source) {
    return new Manifest.Source(
        source.text("location"), source.text("prometheus_version"), source.texts("losses"));
  }

  private static Manifest.Totals totals(JsonObject totals) {
    return new Manifest.Totals(
        range(totals),
        totals.number("series"),
        totals.number("samples"),
        totals.number("histograms"),
        totals.number("block_bytes"),
        totals.number("archive_bytes"),
        totals.number("new_samples"),
        totals.number("new_bytes"));
  }

  static List<ArchivedFile> readFiles(JsonObject root) {
    return root.objects("files", ManifestCodec::file);
  }

  static Map<Map<String, String>, Long> readSalted(JsonObject root) {
    Map<Map<String, String>, Long> salted = new LinkedHashMap<>();
    root.objects(
            "salted", entry -> Map.entry(entry.textsByName("labels"), entry.number("series_id")))
        .forEach(
            entry ->
                Invariants.check(
                    salted.put(entry.getKey(), entry.getValue()) == null,
                    "salted label set is listed twice: " + entry.getKey()));
    return salted;
  }

  private static ArchivedBlock block(JsonObject block) {
    return new ArchivedBlock(
        block.text("ulid"),
        range(block),
        block.integer("index_version"),
        block.text("meta_json"),
        block.text("tombstones"),
        block.object("rebuild", ManifestCodec::rebuild),
        block.objects("files", ManifestCodec::blockFile));
  }

  private static ArchivedBlock.Rebuild rebuild(JsonObject rebuild) {
    return new ArchivedBlock.Rebuild(
        rebuild.flag("label_indices"),
        rebuild.flag("padded_chunks"),
        rebuild.texts("unused_symbols"));
  }

  private static ArchivedComponent component(JsonObject component) {
    return new ArchivedComponent(
        component.text("kind"),
        component.text("name"),
        component.text("key"),
        component.number("size"),
        component.text("sha256"),
        component.number("files"),
        component.flag("encrypted"));
  }

  private static ArchivedBlock.BlockFile blockFile(JsonObject file) {
    return new ArchivedBlock.BlockFile(file.text("path"), file.number("size"), file.text("sha256"));
  }

  private static ArchivedFile file(JsonObject file) {
    return new ArchivedFile(
        file.text("kind"),
        file.day("day"),
        file.text("key"),
        file.number("size"),
        file.text("sha256"),
        file.number("rows"),
        file.number("first_ts"),
        file.number("last_ts"));
  }

  private static TimeRange range(JsonObject object) {
    return new TimeRange(object.number("from"), object.number("until"));
  }
}
