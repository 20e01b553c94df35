package dev.almanac.tsdb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.almanac.series.TimeRange;
import dev.almanac.tsdb.file.ByteReader;
import dev.almanac.tsdb.file.CorruptBlockException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A block's {@code meta.json}: its name, its range of time and where it came from.
 *
 * @param minTime the earliest instant of the block, in milliseconds since the epoch
 * @param maxTime the first instant after it
 * @param json the file's whole text, with the keys that other systems add and the form it has
 */
public record BlockMeta(
    String ulid, long minTime, long maxTime, BlockStats stats, Compaction compaction, String json) {

  /** The file's name within a block. */
  public static final String FILE = "meta.json";

  private static final int VERSION = 1;

  /** Larger files are refused; a block merged from a thousand others has about 40 KB. */
  private static final long LARGEST = 1 << 24;

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads the {@code meta.json} of a block's folder.
   *
   * @throws CorruptBlockException where it is missing, is not JSON, or is not of version 1
   */
  public static BlockMeta read(Path block) {
    Path file = block.resolve(FILE);
    try {
      if (!Files.isRegularFile(file)) {
        throw new CorruptBlockException(file, "the block's description", "no such file");
      }
      long size = Files.size(file);
      if (size > LARGEST) {
        throw new CorruptBlockException(file, "at most " + LARGEST + " bytes", size + " bytes");
      }
      return parse(file, Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** Reads the text of a {@code meta.json}; {@code file} is named where it is wrong. */
  public static BlockMeta parse(Path file, String json) {
    return parse(file, json.getBytes(StandardCharsets.UTF_8));
  }

  private static BlockMeta parse(Path file, byte[] bytes) {
    String json = MetaFields.utf8(file, bytes);
    JsonNode tree;
    try {
      tree = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      long offset = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getCharOffset());
      // What stands in brackets is about the parser, not about the file.
      String found = e.getOriginalMessage().replaceFirst(" \\(.*", "");
      throw new CorruptBlockException(file, offset, "JSON", found);
    }
    MetaFields meta = new MetaFields(file, tree);
    long version = meta.number("version");
    if (version != VERSION) {
      throw new CorruptBlockException(file, "meta.json of version 1", "version " + version);
    }
    String ulid = meta.text("ulid");
    if (!Ulid.isUlid(ulid)) {
      throw new CorruptBlockException(file, "a ULID under ulid", '"' + ulid + '"');
    }
    long minTime = meta.number("minTime");
    long maxTime = meta.number("maxTime");
    if (maxTime < minTime) {
      throw new CorruptBlockException(
          file, "a maxTime not before minTime " + minTime, String.valueOf(maxTime));
    }
    MetaFields stats = meta.child("stats");
    MetaFields compaction = meta.child("compaction");
    return new BlockMeta(
        ulid,
        minTime,
        maxTime,
        new BlockStats(
            stats.count("numSamples"),
            stats.count("numFloatSamples"),
            stats.count("numHistogramSamples"),
            stats.count("numSeries"),
            stats.count("numChunks"),
            stats.count("numTombstones")),
        new Compaction(
            (int) Math.min(Integer.MAX_VALUE, compaction.count("level")),
            compaction.texts("sources"),
            compaction.texts("hints")),
        json);
  }

  /** The text of a {@code meta.json} as Prometheus forms it: tabs, and no counts that are 0. */
  static String json(
      String ulid, long minTime, long maxTime, BlockStats stats, Compaction compaction) {
    ObjectNode meta = JSON.createObjectNode();
    meta.put("ulid", ulid).put("minTime", minTime).put("maxTime", maxTime);
    ObjectNode counts = meta.putObject("stats");
    putCount(counts, "numSamples", stats.samples());
    putCount(counts, "numFloatSamples", stats.floatSamples());
    putCount(counts, "numHistogramSamples", stats.histogramSamples());
    putCount(counts, "numSeries", stats.series());
    putCount(counts, "numChunks", stats.chunks());
    putCount(counts, "numTombstones", stats.tombstones());
    ObjectNode origin = meta.putObject("compaction").put("level", compaction.level());
    compaction.sources().forEach(origin.putArray("sources")::add);
    meta.put("version", VERSION);
    DefaultIndenter tabs = new DefaultIndenter("\t", "\n");
    DefaultPrettyPrinter form =
        new DefaultPrettyPrinter(
                Separators.createDefaultInstance()
                    .withObjectFieldValueSpacing(Separators.Spacing.AFTER))
            .withObjectIndenter(tabs)
            .withArrayIndenter(tabs);
    try {
      return JSON.writer(form).writeValueAsString(meta);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of numbers and text is JSON", e);
    }
  }

  private static void putCount(ObjectNode counts, String name, long count) {
    if (count != 0) {
      counts.put(name, count);
    }
  }

  /** The block's range of time. */
  public TimeRange timeRange() {
    return new TimeRange(minTime, maxTime);
  }

  /** The fields of an object in {@code meta.json}, each of its kind or refused by name. */
  private record MetaFields(Path file, JsonNode node) {

    MetaFields {
      if (!node.isObject()) {
        throw new CorruptBlockException(file, "a JSON object", node.getNodeType().toString());
      }
    }

    static String utf8(Path file, byte[] bytes) {
      return ByteReader.utf8(file, 0, bytes, 0, bytes.length);
    }

    long number(String name) {
      JsonNode number = node.path(name);
      if (!number.isIntegralNumber() || !number.canConvertToLong()) {
        throw new CorruptBlockException(file, "a whole number under " + name, shown(number));
      }
      return number.longValue();
    }

    /** A number that may be absent and is then 0. */
    long count(String name) {
      return node.has(name) ? number(name) : 0;
    }

    String text(String name) {
      JsonNode text = node.path(name);
      if (!text.isTextual()) {
        throw new CorruptBlockException(file, "text under " + name, shown(text));
      }
      return text.textValue();
    }

    /** An object that may be absent and then has no fields. */
    MetaFields child(String name) {
      JsonNode child = node.path(name);
      return new MetaFields(file, child.isMissingNode() ? JSON.createObjectNode() : child);
    }

    /** A list that may be absent and is then empty. */
    List<String> texts(String name) {
      JsonNode list = node.path(name);
      if (list.isMissingNode() || list.isNull()) {
        return List.of();
      }
      if (!list.isArray()) {
        throw new CorruptBlockException(file, "a list under " + name, shown(list));
      }
      List<String> texts = new ArrayList<>();
      for (JsonNode item : list) {
        if (!item.isTextual()) {
          throw new CorruptBlockException(file, "text in the list " + name, shown(item));
        }
        texts.add(item.textValue());
      }
      return texts;
    }

    private static String shown(JsonNode node) {
      if (node.isMissingNode()) {
        return "nothing";
      }
      String text = node.toString();
      return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
  }
}
