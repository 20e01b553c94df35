package dev.almanac.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A mapping of a YAML document whose keys are known beforehand. What is wrong is named with its
 * line.
 */
public final class YamlMapping {

  private static final int LARGEST_FILE = 1 << 20;

  private final String document;
  private final String path;
  private final Node node;
  private final Map<String, Node> values = new LinkedHashMap<>();

  /**
   * Reads a file; empty where nothing is in it.
   *
   * @throws ConfigException where it is larger than a configuration can be, not YAML, or no mapping
   */
  public static Optional<YamlMapping> read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(LARGEST_FILE + 1);
      if (content.length > LARGEST_FILE) {
        throw new ConfigException(
            file + ": expected a configuration of at most " + LARGEST_FILE + " bytes");
      }
      return parse(new String(content, StandardCharsets.UTF_8), file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a document; empty where nothing is in it.
   *
   * @param document the file, for messages
   * @throws ConfigException where it is not YAML, or no mapping
   */
  public static Optional<YamlMapping> parse(String yaml, String document) {
    try {
      LoadSettings settings = LoadSettings.builder().setLabel(document).build();
      return new Compose(settings)
          .composeString(yaml)
          .map(root -> new YamlMapping(document, "", root));
    } catch (MarkedYamlEngineException e) {
      String line = e.getProblemMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
      throw new ConfigException(document + line + ": not YAML: " + e.getProblem(), e);
    } catch (YamlEngineException e) {
      throw new ConfigException(document + ": not YAML: " + e.getMessage(), e);
    }
  }

  private YamlMapping(String document, String path, Node node) {
    this.document = document;
    this.path = path;
    this.node = node;
    if (!(node instanceof MappingNode mapping)) {
      throw wrong(node, path.isEmpty() ? "the document" : path, "a mapping of keys to values");
    }
    for (NodeTuple entry : mapping.getValue()) {
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        throw wrong(entry.getKeyNode(), path.isEmpty() ? "the document" : path, "keys of text");
      }
      if (values.put(key.getValue(), entry.getValueNode()) != null) {
        throw new ConfigException(
            place(key) + ": \"" + nameOf(key.getValue()) + "\" is there twice");
      }
    }
  }

  /**
   * Names the keys that may be there.
   *
   * @throws ConfigException where there is another key
   */
  public YamlMapping allow(String... known) {
    Set<String> unknown = new TreeSet<>(values.keySet());
    unknown.removeAll(Set.of(known));
    if (!unknown.isEmpty()) {
      String key = unknown.iterator().next();
      throw new ConfigException(
          "%s: unknown key \"%s\"; known %s are %s"
              .formatted(
                  place(values.get(key)),
                  nameOf(key),
                  path.isEmpty() ? "keys" : "keys of " + path,
                  String.join(", ", known)));
    }
    return this;
  }

  public Optional<String> text(String key) {
    return Optional.ofNullable(values.get(key)).map(node -> text(node, key));
  }

  public Optional<Boolean> flag(String key) {
    return Optional.ofNullable(values.get(key))
        .map(
            node ->
                switch (text(node, key)) {
                  case "true" -> true;
                  case "false" -> false;
                  default -> throw wrong(node, nameOf(key), "true or false");
                });
  }

  public Optional<List<String>> texts(String key) {
    Node node = values.get(key);
    if (node == null) {
      return Optional.empty();
    }
    List<String> texts = new ArrayList<>();
    for (Node element : elements(node, key)) {
      texts.add(text(element, key));
    }
    return Optional.of(texts);
  }

  public Optional<YamlMapping> mapping(String key) {
    return Optional.ofNullable(values.get(key))
        .map(node -> new YamlMapping(document, nameOf(key), node));
  }

  /** A list of mappings; in messages they are numbered from 1. */
  public Optional<List<YamlMapping>> mappings(String key) {
    Node node = values.get(key);
    if (node == null) {
      return Optional.empty();
    }
    List<YamlMapping> mappings = new ArrayList<>();
    for (Node element : elements(node, key)) {
      String name = nameOf(key) + "[" + (mappings.size() + 1) + "]";
      mappings.add(new YamlMapping(document, name, element));
    }
    return Optional.of(mappings);
  }

  private List<Node> elements(Node node, String key) {
    if (!(node instanceof SequenceNode sequence)) {
      throw wrong(node, nameOf(key), "a list");
    }
    return sequence.getValue();
  }

  /** What to throw where the value of a key that is there will not do. */
  public ConfigException wrong(String key, String expected) {
    return wrong(values.get(key), nameOf(key), expected);
  }

  /** What to throw where a key that has to be there is not. */
  public ConfigException missing(String key) {
    return new ConfigException(place(node) + ": \"" + nameOf(key) + "\" is missing");
  }

  /**
   * What is made of the value of a key, or of several where the key is not there: what the maker
   * finds wrong with it is told with its place.
   *
   * @param maker throws an {@link IllegalArgumentException} where the value will not do
   */
  public <T> T make(String key, Supplier<T> maker) {
    try {
      return maker.get();
    } catch (IllegalArgumentException e) {
      Node place = values.getOrDefault(key, node);
      String name = values.containsKey(key) ? " \"" + nameOf(key) + "\":" : "";
      throw new ConfigException(place(place) + ":" + name + " " + e.getMessage(), e);
    }
  }

  private String text(Node node, String key) {
    boolean empty = node.getTag().equals(Tag.NULL);
    if (node instanceof ScalarNode scalar && !empty && !scalar.getValue().isBlank()) {
      return scalar.getValue();
    }
    throw wrong(node, nameOf(key), "text");
  }

  private String nameOf(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private String place(Node node) {
    return document + node.getStartMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
  }

  /** The value found is not shown: somebody may have put a secret there. */
  private ConfigException wrong(Node node, String name, String expected) {
    String found =
        node instanceof MappingNode
            ? "a mapping"
            : node instanceof SequenceNode
                ? "a list"
                : node.getTag().equals(Tag.NULL) ? "nothing" : "something else";
    return new ConfigException(
        place(node) + ": expected " + expected + " in \"" + name + "\", found " + found);
  }
}
