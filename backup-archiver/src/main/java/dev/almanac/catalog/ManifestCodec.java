package dev.almanac.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.almanac.series.TimeRange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Manifests as JSON, format 1; {@code docs/format/manifest.md} describes every field.
 *
 * <p>A manifest of a later format is refused by name: reading it with guesses would be worse. Keys
 * that this version does not know are passed over, so that a later one may add some.
 */
public final class ManifestCodec {

  static final int FORMAT = 1;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private ManifestCodec() {}

  /** The manifest as UTF-8 JSON. */
  public static byte[] write(Manifest manifest) {
    ObjectNode root = JSON.createObjectNode();
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
    ArrayNode salted = root.putArray("salted");
    manifest
        .salted()
        .forEach(
            (labels, id) -> {
              ObjectNode entry = salted.addObject();
              labels.forEach(entry.putObject("labels")::put);
              entry.put("series_id", id);
            });
    ArrayNode blocks = root.putArray("blocks");
    manifest.blocks().forEach(block -> writeBlock(blocks.addObject(), block));
    ArrayNode files = root.putArray("files");
    manifest.files().forEach(file -> writeFile(files.addObject(), file));
    try {
      return JSON.writeValueAsBytes(root);
    } catch (JsonProcessingException e) {
      throw new CatalogException("manifest " + manifest.id() + " cannot be written as JSON", e);
    }
  }

  private static void writeTotals(ObjectNode node, Manifest.Totals totals) {
    node.put("from", totals.timeRange().from());
    node.put("until", totals.timeRange().until());
    node.put("series", totals.series());
    node.put("samples", totals.samples());
    node.put("histograms", totals.histograms());
    node.put("block_bytes", totals.blockBytes());
    node.put("archive_bytes", totals.archiveBytes());
    node.put("new_samples", totals.newSamples());
    node.put("new_bytes", totals.newBytes());
  }

  private static void writeBlock(ObjectNode node, ArchivedBlock block) {
    node.put("ulid", block.ulid());
    node.put("from", block.timeRange().from());
    node.put("until", block.timeRange().until());
    node.put("index_version", block.indexVersion());
    node.put("meta_json", block.metaJson());
    node.put("tombstones", block.tombstones());
    ArrayNode files = node.putArray("files");
    for (ArchivedBlock.BlockFile file : block.files()) {
      ObjectNode entry = files.addObject();
      entry.put("path", file.path());
      entry.put("size", file.size());
      entry.put("sha256", file.sha256());
    }
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

  /**
   * Reads a manifest.
   *
   * @param json UTF-8
   * @param place where it was found, for messages
   * @throws CatalogException where it is not JSON, not a manifest of a known format, or lacks a
   *     field
   */
  public static Manifest read(byte[] json, String place) {
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (IOException e) {
      throw new CatalogException(
          place + ": expected a manifest in JSON, found " + beginning(json), e);
    }
    Reader reader = new Reader(root, place);
    long format = reader.number("format");
    if (format != FORMAT) {
      throw new CatalogException(
          place
              + ": manifest format "
              + format
              + ", this version of Almanac reads format "
              + FORMAT
              + "; use the version that wrote the archive, or a later one");
    }
    return reader.manifest();
  }

  private static String beginning(byte[] json) {
    String text = new String(json, 0, Math.min(json.length, 20), StandardCharsets.UTF_8);
    return json.length == 0 ? "nothing" : "«" + text + "…»";
  }

  /** A node and the way to it, so that a missing field is named in full. */
  private record Reader(JsonNode node, String place) {

    Manifest manifest() {
      try {
        return new Manifest(
            text("id"),
            Instant.parse(text("taken_at")),
            Instant.parse(text("written_at")),
            text("writer"),
            object("source").source(),
            list("blocks", Reader::block),
            list("files", Reader::file),
            salted(),
            object("totals").totals());
      } catch (DateTimeException | IllegalArgumentException e) {
        throw new CatalogException(place + ": " + e.getMessage(), e);
      }
    }

    private Manifest.Source source() {
      List<String> losses = list("losses", loss -> loss.node.asText());
      return new Manifest.Source(text("location"), text("prometheus_version"), losses);
    }

    private Manifest.Totals totals() {
      return new Manifest.Totals(
          range(),
          number("series"),
          number("samples"),
          number("histograms"),
          number("block_bytes"),
          number("archive_bytes"),
          number("new_samples"),
          number("new_bytes"));
    }

    private Map<Map<String, String>, Long> salted() {
      Map<Map<String, String>, Long> salted = new LinkedHashMap<>();
      for (Reader entry : list("salted", Function.identity())) {
        Map<String, String> labels = new LinkedHashMap<>();
        entry
            .object("labels")
            .node
            .properties()
            .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        salted.put(labels, entry.number("series_id"));
      }
      return salted;
    }

    private ArchivedBlock block() {
      return new ArchivedBlock(
          text("ulid"),
          range(),
          (int) number("index_version"),
          text("meta_json"),
          text("tombstones"),
          list(
              "files",
              file ->
                  new ArchivedBlock.BlockFile(
                      file.text("path"), file.number("size"), file.text("sha256"))));
    }

    private ArchivedFile file() {
      return new ArchivedFile(
          text("kind"),
          LocalDate.parse(text("day")),
          text("key"),
          number("size"),
          text("sha256"),
          number("rows"),
          number("first_ts"),
          number("last_ts"));
    }

    private TimeRange range() {
      return new TimeRange(number("from"), number("until"));
    }

    private JsonNode field(String name, boolean fits, String expected) {
      if (!fits) {
        JsonNode found = node.path(name);
        throw new CatalogException(
            place
                + ": expected "
                + expected
                + " in \""
                + name
                + "\", found "
                + (found.isMissingNode() ? "nothing" : found.getNodeType()));
      }
      return node.get(name);
    }

    String text(String name) {
      return field(name, node.path(name).isTextual(), "text").textValue();
    }

    long number(String name) {
      JsonNode value = node.path(name);
      return field(name, value.isIntegralNumber() && value.canConvertToLong(), "a whole number")
          .longValue();
    }

    Reader object(String name) {
      return new Reader(field(name, node.path(name).isObject(), "an object"), place + " " + name);
    }

    <T> List<T> list(String name, Function<Reader, T> element) {
      JsonNode array = field(name, node.path(name).isArray(), "a list");
      List<T> all = new ArrayList<>();
      for (int i = 0; i < array.size(); i++) {
        all.add(element.apply(new Reader(array.get(i), place + " " + name + "[" + i + "]")));
      }
      return all;
    }
  }
}
