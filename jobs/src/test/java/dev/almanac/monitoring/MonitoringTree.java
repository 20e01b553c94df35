package dev.almanac.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The files in {@code monitoring/}, as the programs read them that they are for. */
final class MonitoringTree {

  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  static final Path MONITORING = ROOT.resolve("monitoring");
  static final Path RUNBOOKS = ROOT.resolve("docs/runbooks");

  /** Where Prometheus finds its token for the ML API; not a file of this tree. */
  static final String TOKEN = "/etc/prometheus/almanac.token";

  private static final ObjectMapper JSON = new ObjectMapper();

  private MonitoringTree() {}

  /**
   * A recording or an alerting rule.
   *
   * @param file the name of its file
   * @param yaml what is there
   */
  record Rule(String file, JsonNode yaml) {

    boolean alerts() {
      return yaml.has("alert");
    }

    String name() {
      return yaml.path(alerts() ? "alert" : "record").asText();
    }

    String expression() {
      return yaml.path("expr").asText();
    }

    @Override
    public String toString() {
      return name();
    }
  }

  static List<Rule> rules() {
    List<Rule> rules = new ArrayList<>();
    for (Path file : files(MONITORING.resolve("prometheus/rules"), ".yml")) {
      for (JsonNode group : yaml(file).path("groups")) {
        group.path("rules").forEach(rule -> rules.add(new Rule(file.getFileName() + "", rule)));
      }
    }
    return rules;
  }

  static List<Rule> alerts() {
    return rules().stream().filter(Rule::alerts).toList();
  }

  /** Files of a folder and those in it, in the order of their names. */
  static List<Path> files(Path folder, String ending) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode yaml(Path file) {
    return JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(text(file)));
  }

  static JsonNode json(Path file) {
    try {
      return JSON.readTree(text(file));
    } catch (IOException e) {
      throw new UncheckedIOException(file + " is no JSON", e);
    }
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
