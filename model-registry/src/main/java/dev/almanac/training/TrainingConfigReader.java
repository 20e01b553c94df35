package dev.almanac.training;

import dev.almanac.config.Durations;
import dev.almanac.config.YamlMapping;
import dev.almanac.forecast.resample.SampleKind;
import dev.almanac.series.Selector;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code training.yaml}. A key that is not known is refused: it may be a slip. */
public final class TrainingConfigReader {

  private static final String[] SETTINGS = {
    "step", "horizon", "seasons", "minimum_history", "zone", "country"
  };

  private TrainingConfigReader() {}

  /**
   * Reads a file.
   *
   * @throws dev.almanac.config.ConfigException where it is not what a configuration may be
   */
  public static TrainingConfig read(Path file) {
    return config(YamlMapping.read(file), file.toAbsolutePath().getParent());
  }

  static TrainingConfig parse(String yaml, String document, Path folder) {
    return config(YamlMapping.parse(yaml, document), folder);
  }

  private static TrainingConfig config(Optional<YamlMapping> root, Path folder) {
    return root.map(mapping -> config(mapping, folder)).orElse(TrainingConfig.DEFAULT);
  }

  /**
   * @param folder where files lie that are named without one
   */
  private static TrainingConfig config(YamlMapping root, Path folder) {
    root.allow(with(SETTINGS, "model", "window", "holdout", "group_by", "metadata", "series"));
    TrainingConfig usual = TrainingConfig.DEFAULT;
    SeriesSettings settings = settings(root, SeriesSettings.DEFAULT);
    Map<String, SampleKind> kinds =
        root.text("metadata")
            .map(file -> root.make("metadata", () -> MetricMetadata.read(folder.resolve(file))))
            .orElse(usual.kinds());
    List<TrainingRule> rules =
        root.mappings("series")
            .map(list -> list.stream().map(rule -> rule(rule, settings)).toList())
            .orElseGet(() -> List.of(new TrainingRule(everything(usual), false, null, settings)));
    if (rules.stream().allMatch(TrainingRule::skip)) {
      throw root.wrong("series", "a rule that does not skip its series");
    }
    Duration holdout = duration(root, "holdout").orElse(usual.holdout());
    return root.make(
        "",
        () ->
            new TrainingConfig(
                model(root).orElse(usual.model()),
                duration(root, "window").orElse(usual.window()),
                holdout,
                root.texts("group_by").orElse(usual.groupBy()),
                rules,
                kinds));
  }

  private static String everything(TrainingConfig usual) {
    return usual.rules().get(0).match();
  }

  private static String[] with(String[] some, String... others) {
    List<String> all = new ArrayList<>(List.of(others));
    all.addAll(List.of(some));
    return all.toArray(new String[0]);
  }

  /**
   * The name of a model that {@code model} says.
   *
   * @throws dev.almanac.config.ConfigException where no model can be called that
   */
  public static Optional<String> model(YamlMapping root) {
    Optional<String> model = root.text("model");
    if (model.isPresent() && !model.get().matches("[a-z][a-z0-9_-]{0,47}")) {
      throw root.wrong("model", "a letter, then lower-case letters, digits, - and _");
    }
    return model;
  }

  private static TrainingRule rule(YamlMapping rule, SeriesSettings usual) {
    rule.allow(with(SETTINGS, "match", "skip", "type"));
    String match = rule.text("match").orElseThrow(() -> rule.missing("match"));
    rule.make("match", () -> Selector.parse(match));
    return new TrainingRule(
        match, rule.flag("skip").orElse(false), kind(rule), settings(rule, usual));
  }

  /** What the samples of a rule's series mean, by its {@code type}; null where it does not say. */
  public static SampleKind kind(YamlMapping rule) {
    Optional<String> type = rule.text("type");
    if (type.isEmpty()) {
      return null;
    }
    return switch (type.get()) {
      case "counter" -> SampleKind.COUNTER;
      case "gauge" -> SampleKind.GAUGE;
      default -> throw rule.wrong("type", "counter or gauge");
    };
  }

  private static SeriesSettings settings(YamlMapping mapping, SeriesSettings usual) {
    Duration step = duration(mapping, "step").orElse(usual.step());
    Duration horizon = duration(mapping, "horizon").orElse(usual.horizon());
    List<Duration> seasons =
        mapping
            .texts("seasons")
            .map(list -> list.stream().map(text -> duration(mapping, "seasons", text)).toList())
            .orElse(usual.seasons());
    Duration minimum = duration(mapping, "minimum_history").orElse(usual.minimumHistory());
    ZoneId zone = mapping.text("zone").map(text -> zone(mapping, text)).orElse(usual.zone());
    String country = mapping.text("country").orElse(usual.country());
    return mapping.make(
        "", () -> new SeriesSettings(step, horizon, seasons, minimum, zone, country));
  }

  private static Optional<Duration> duration(YamlMapping mapping, String key) {
    return mapping.text(key).map(text -> duration(mapping, key, text));
  }

  private static Duration duration(YamlMapping mapping, String key, String text) {
    return mapping.make(key, () -> Durations.parse(text));
  }

  private static ZoneId zone(YamlMapping mapping, String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      throw mapping.wrong("zone", "a time zone such as Europe/Berlin or UTC");
    }
  }
}
