package dev.almanac.backup;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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
final class YamlMapping {

  private final String document;
  private final String path;
  private final Map<String, Node> values = new LinkedHashMap<>();

  /**
   * @param document the file, for messages
   * @throws BackupConfigException where it is not YAML, or no mapping
   */
  static Optional<YamlMapping> parse(String yaml, String document) {
    try {
      LoadSettings settings = LoadSettings.builder().setLabel(document).build();
      return new Compose(settings)
          .composeString(yaml)
          .map(root -> new YamlMapping(document, "", root));
    } catch (MarkedYamlEngineException e) {
      String line = e.getProblemMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
      throw new BackupConfigException(document + line + ": not YAML: " + e.getProblem(), e);
    } catch (YamlEngineException e) {
      throw new BackupConfigException(document + ": not YAML: " + e.getMessage(), e);
    }
  }

  private YamlMapping(String document, String path, Node node) {
    this.document = document;
    this.path = path;
    if (!(node instanceof MappingNode mapping)) {
      throw wrong(node, path.isEmpty() ? "the document" : path, "a mapping of keys to values");
    }
    for (NodeTuple entry : mapping.getValue()) {
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        throw wrong(entry.getKeyNode(), path.isEmpty() ? "the document" : path, "keys of text");
      }
      if (values.put(key.getValue(), entry.getValueNode()) != null) {
        throw new BackupConfigException(
            place(key) + ": \"" + nameOf(key.getValue()) + "\" is there twice");
      }
    }
  }

  /**
   * @throws BackupConfigException where there is another key
   */
  YamlMapping allow(String... known) {
    Set<String> unknown = new TreeSet<>(values.keySet());
    unknown.removeAll(Set.of(known));
    if (!unknown.isEmpty()) {
      String key = unknown.iterator().next();
      throw new BackupConfigException(
          "%s: unknown key \"%s\"; known %s are %s"
              .formatted(
                  place(values.get(key)),
                  nameOf(key),
                  path.isEmpty() ? "keys" : "keys of " + path,
                  String.join(", ", known)));
    }
    return this;
  }

  Optional<String> text(String key) {
    return Optional.ofNullable(values.get(key)).map(node -> text(node, key));
  }

  Optional<Boolean> flag(String key) {
    return Optional.ofNullable(values.get(key))
        .map(
            node ->
                switch (text(node, key)) {
                  case "true" -> true;
                  case "false" -> false;
                  default -> throw wrong(node, nameOf(key), "true or false");
                });
  }

  Optional<List<String>> texts(String key) {
    Node node = values.get(key);
    if (node == null) {
      return Optional.empty();
    }
    if (!(node instanceof SequenceNode sequence)) {
      throw wrong(node, nameOf(key), "a list");
    }
    List<String> texts = new ArrayList<>();
    for (Node element : sequence.getValue()) {
      texts.add(text(element, key));
    }
    return Optional.of(texts);
  }

  Optional<YamlMapping> mapping(String key) {
    return Optional.ofNullable(values.get(key))
        .map(node -> new YamlMapping(document, nameOf(key), node));
  }

  /** What to throw where the value of a key that is there will not do. */
  BackupConfigException wrong(String key, String expected) {
    return wrong(values.get(key), nameOf(key), expected);
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
  private BackupConfigException wrong(Node node, String name, String expected) {
    String found =
        node instanceof MappingNode
            ? "a mapping"
            : node instanceof SequenceNode
                ? "a list"
                : node.getTag().equals(Tag.NULL) ? "nothing" : "something else";
    return new BackupConfigException(
        place(node) + ": expected " + expected + " in \"" + name + "\", found " + found);
  }
}
