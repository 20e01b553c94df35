package dev.almanac.flink.score;

import dev.almanac.anomaly.Direction;
import dev.almanac.anomaly.ScorerOptions;
import dev.almanac.config.Durations;
import dev.almanac.config.YamlMapping;
import dev.almanac.series.Selector;
import dev.almanac.training.TrainingConfigReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code score.yaml}. A key that is not known is refused: it may be a slip. */
public final class ScoreConfigReader {

  private static final String[] SETTINGS = {
    "false_alarms_per_day",
    "dead_time",
    "direction",
    "least_deviation",
    "least_relative_deviation",
    "lowest",
    "highest",
    "bands"
  };

  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(Infinity|([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?)");

  private ScoreConfigReader() {}

  /**
   * Reads a file.
   *
   * @param alarmsPerDay for whatever the file gives no other number
   * @throws dev.almanac.config.ConfigException where it is not what a configuration may be
   */
  public static ScoreConfig read(Path file, double alarmsPerDay) {
    return config(YamlMapping.read(file), alarmsPerDay);
  }

  static ScoreConfig parse(String yaml, String document, double alarmsPerDay) {
    return config(YamlMapping.parse(yaml, document), alarmsPerDay);
  }

  private static ScoreConfig config(Optional<YamlMapping> root, double alarmsPerDay) {
    ScoreConfig usual = ScoreConfig.ofAlarmsPerDay(alarmsPerDay);
    return root.map(mapping -> config(mapping, usual)).orElse(usual);
  }

  private static ScoreConfig config(YamlMapping root, ScoreConfig usual) {
    root.allow(with("model", "expire_after", "series"));
    ScoreRule everything = usual.rules().get(0);
    ScorerOptions options = options(root, everything.options());
    boolean bands = root.flag("bands").orElse(everything.bands());
    ScoreRule all = new ScoreRule(everything.match(), false, null, options, bands);
    List<ScoreRule> rules =
        root.mappings("series")
            .map(list -> list.stream().map(rule -> rule(rule, all)).toList())
            .orElse(List.of(all));
    if (rules.stream().allMatch(ScoreRule::skip)) {
      throw root.wrong("series", "a rule that does not skip its series");
    }
    String model = TrainingConfigReader.model(root).orElse(usual.model());
    Duration expireAfter = duration(root, "expire_after").orElse(usual.expireAfter());
    return root.make("expire_after", () -> new ScoreConfig(model, expireAfter, rules));
  }

  private static ScoreRule rule(YamlMapping rule, ScoreRule usual) {
    rule.allow(with("match", "skip", "type"));
    String match = rule.text("match").orElseThrow(() -> rule.missing("match"));
    rule.make("match", () -> Selector.parse(match));
    return new ScoreRule(
        match,
        rule.flag("skip").orElse(false),
        TrainingConfigReader.kind(rule),
        options(rule, usual.options()),
        rule.flag("bands").orElse(usual.bands()));
  }

  private static String[] with(String... others) {
    List<String> all = new ArrayList<>(List.of(others));
    all.addAll(List.of(SETTINGS));
    return all.toArray(new String[0]);
  }

  /** Each setting by itself, so that what is wrong is told with its line. */
  private static ScorerOptions options(YamlMapping mapping, ScorerOptions usual) {
    double alarms = number(mapping, "false_alarms_per_day").orElse(usual.alarmsPerDay());
    Duration deadTime = duration(mapping, "dead_time").orElse(usual.deadTime());
    Direction direction = direction(mapping).orElse(usual.direction());
    double least = number(mapping, "least_deviation").orElse(usual.leastDeviation());
    double relative =
        number(mapping, "least_relative_deviation").orElse(usual.leastRelativeDeviation());
    double lowest = number(mapping, "lowest").orElse(usual.lowestValid());
    double highest = number(mapping, "highest").orElse(usual.highestValid());
    ScorerOptions rate =
        mapping.make("false_alarms_per_day", () -> ScorerOptions.ofAlarmsPerDay(alarms));
    ScorerOptions apart = mapping.make("dead_time", () -> rate.withDeadTime(deadTime));
    ScorerOptions large = mapping.make("least_deviation", () -> apart.withLeastDeviation(least, 0));
    ScorerOptions larger =
        mapping.make("least_relative_deviation", () -> large.withLeastDeviation(least, relative));
    String end = mapping.text("highest").isPresent() ? "highest" : "lowest";
    return mapping.make(end, () -> larger.withValidRange(lowest, highest)).withDirection(direction);
  }

  private static Optional<Direction> direction(YamlMapping mapping) {
    return mapping
        .text("direction")
        .map(
            text ->
                switch (text) {
                  case "both" -> Direction.BOTH;
                  case "above" -> Direction.ABOVE;
                  case "below" -> Direction.BELOW;
                  default -> throw mapping.wrong("direction", "both, above or below");
                });
  }

  private static Optional<Double> number(YamlMapping mapping, String key) {
    return mapping
        .text(key)
        .map(
            text -> {
              // Java takes 10d for a number, too.
              if (!NUMBER.matcher(text).matches()) {
                throw mapping.wrong(key, "a number");
              }
              return Double.parseDouble(text);
            });
  }

  private static Optional<Duration> duration(YamlMapping mapping, String key) {
    return mapping.text(key).map(text -> mapping.make(key, () -> Durations.parse(text)));
  }
}
