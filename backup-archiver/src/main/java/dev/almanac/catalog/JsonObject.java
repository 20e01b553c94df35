package dev.almanac.catalog;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * An object of a JSON document and the way to it, so that what is wrong with a field is named in
 * full. Nothing is converted: a number in quotes is text, and 1.0 is no whole number.
 */
public final class JsonObject {

  /**
   * How much of a document may be given to {@link #parse}; read, it takes about eight times as
   * much.
   */
  public static final int MAX_BYTES = 64 << 20;

  /**
   * Depth and the count of tokens bound what a hostile document costs: a node takes far more memory
   * than the two bytes of {@code []}. A file of a manifest has 18 tokens. Strings and names are as
   * long as they are: they take no more than the document itself.
   */
  private static final StreamReadConstraints CONSTRAINTS =
      StreamReadConstraints.builder()
          .maxNestingDepth(64)
          .maxTokenCount(4_000_000)
          .maxStringLength(MAX_BYTES)
          .maxNameLength(MAX_BYTES)
          .build();

  private static final JsonMapper JSON =
      JsonMapper.builder(JsonFactory.builder().streamReadConstraints(CONSTRAINTS).build())
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Text a person can read and compare, with the same line ends on every system. */
  private static final ObjectWriter WRITER = JSON.writer(printer());

  private final JsonNode node;
  private final String document;
  private final String path;

  private JsonObject(JsonNode node, String document, String path) {
    this.node = node;
    this.document = document;
    this.path = path;
  }

  /** An object to fill and to {@linkplain #write write}. */
  public static ObjectNode create() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** The object as UTF-8 JSON, ending with a line end. */
  public static byte[] write(ObjectNode root) {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    try {
      WRITER.writeValue(json, root);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written to", e);
    }
    json.write('\n');
    return json.toByteArray();
  }

  private static DefaultPrettyPrinter printer() {
    Separators separators =
        Separators.createDefaultInstance()
            .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
            .withArrayEmptySeparator("")
            .withObjectEmptySeparator("");
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    return new DefaultPrettyPrinter(separators)
        .withObjectIndenter(indenter)
        .withArrayIndenter(indenter);
  }

  /**
   * Reads a document.
   *
   * @param json UTF-8
   * @param document where it was found, for messages
   * @throws CatalogException where it is not one JSON object, has a key twice, or would take an
   *     absurd amount of memory
   */
  public static JsonObject parse(byte[] json, String document) {
    if (json.length > MAX_BYTES) {
      throw new CatalogException(
          document + ": expected at most " + MAX_BYTES + " bytes, found " + json.length);
    }
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new CatalogException(
          document + ": expected JSON, found" + where(e) + ": " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new CatalogException(document + ": expected JSON in UTF-8: " + e.getMessage(), e);
    }
    if (!root.isObject()) {
      throw new CatalogException(document + ": expected a JSON object, found " + kind(root));
    }
    return new JsonObject(root, document, "");
  }

  private static String where(JsonProcessingException e) {
    JsonLocation place = e.getLocation();
    return place == null ? "" : " at line " + place.getLineNr() + ", column " + place.getColumnNr();
  }

  public String text(String name) {
    JsonNode value = node.path(name);
    return require(value.isTextual(), name, "text", value).textValue();
  }

  /** Whether the field is there and says null. */
  public boolean isNull(String name) {
    return node.path(name).isNull();
  }

  public long number(String name) {
    JsonNode value = node.path(name);
    boolean fits = value.isIntegralNumber() && value.canConvertToLong();
    return require(fits, name, "a whole number of 64 bits", value).longValue();
  }

  public boolean flag(String name) {
    JsonNode value = node.path(name);
    return require(value.isBoolean(), name, "true or false", value).booleanValue();
  }

  public int integer(String name) {
    JsonNode value = node.path(name);
    boolean fits = value.isIntegralNumber() && value.canConvertToInt();
    return require(fits, name, "a whole number of 32 bits", value).intValue();
  }

  /** A number that a double holds; never infinite or not a number. */
  public double decimal(String name) {
    JsonNode value = node.path(name);
    boolean fits = value.isNumber() && Double.isFinite(value.doubleValue());
    return require(fits, name, "a number", value).doubleValue();
  }

  public Instant instant(String name) {
    return time(name, Instant::parse, "a time like 2026-11-23T23:00:00Z");
  }

  public LocalDate day(String name) {
    return time(name, LocalDate::parse, "a day like 2026-11-23");
  }

  private <T> T time(String name, Function<String, T> parser, String expected) {
    try {
      return parser.apply(text(name));
    } catch (DateTimeException e) {
      throw unexpected(name, expected, node.path(name));
    }
  }

  public <T> T object(String name, Function<JsonObject, T> reader) {
    return element(node.path(name), name, reader);
  }

  public <T> List<T> objects(String name, Function<JsonObject, T> reader) {
    return elements(name, (value, at) -> element(value, at, reader));
  }

  public List<String> texts(String name) {
    return elements(name, (value, at) -> require(value.isTextual(), at, "text", value).textValue());
  }

  /** An object all of whose fields are text. */
  public Map<String, String> textsByName(String name) {
    return byName(name, JsonObject::text);
  }

  /** An object all of whose fields are numbers that a double holds. */
  public Map<String, Double> decimalsByName(String name) {
    return byName(name, JsonObject::decimal);
  }

  private <T> Map<String, T> byName(String name, BiFunction<JsonObject, String, T> reader) {
    return object(
        name,
        object -> {
          Map<String, T> fields = new LinkedHashMap<>();
          object
              .node
              .fieldNames()
              .forEachRemaining(key -> fields.put(key, reader.apply(object, key)));
          return fields;
        });
  }

  private interface ElementReader<T> {
    T read(JsonNode value, String name);
  }

  private <T> List<T> elements(String name, ElementReader<T> reader) {
    JsonNode array = node.path(name);
    require(array.isArray(), name, "a list", array);
    List<T> elements = new ArrayList<>(array.size());
    for (JsonNode value : array) {
      elements.add(reader.read(value, name + "[" + elements.size() + "]"));
    }
    return elements;
  }

  private <T> T element(JsonNode value, String name, Function<JsonObject, T> reader) {
    require(value.isObject(), name, "an object", value);
    return new JsonObject(value, document, path + name + ".").read(reader);
  }

  /**
   * What the reader makes of this object.
   *
   * @throws CatalogException where it refuses the values with an IllegalArgumentException
   */
  public <T> T read(Function<JsonObject, T> reader) {
    try {
      return reader.apply(this);
    } catch (IllegalArgumentException e) {
      String place = path.isEmpty() ? "" : " in \"" + path.substring(0, path.length() - 1) + "\"";
      throw new CatalogException(document + ": wrong value" + place + ": " + e.getMessage(), e);
    }
  }

  private JsonNode require(boolean fits, String name, String expected, JsonNode found) {
    if (!fits) {
      throw unexpected(name, expected, found);
    }
    return found;
  }

  private CatalogException unexpected(String name, String expected, JsonNode found) {
    return new CatalogException(
        document + ": expected " + expected + " in \"" + path + name + "\", found " + kind(found));
  }

  private static String kind(JsonNode found) {
    return switch (found.getNodeType()) {
      case MISSING -> "nothing";
      case OBJECT -> "an object";
      case ARRAY -> "a list";
      default -> {
        String json = found.toString();
        yield json.length() <= 60 ? json : json.substring(0, 60) + "…";
      }
    };
  }
}
