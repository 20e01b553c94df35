package dev.almanac.training;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.almanac.config.Durations;
import dev.almanac.forecast.resample.SampleKind;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * What a training is to learn: {@code training.yaml} as an object.
 *
 * @param model the name that its versions have in the registry
 * @param window how much history is read, back from the newest sample of the backup
 * @param holdout the last part of the window, on which models are judged that have not seen it
 * @param groupBy labels whose values make the groups of series that accuracy is told of
 * @param rules in order: the first one whose selector means a series holds for it, a series that
 *     none means is not learned
 * @param kinds what the samples of metrics mean, by metric name, as their exporters said
 */
public record TrainingConfig(
    String model,
    Duration window,
    Duration holdout,
    List<String> groupBy,
    List<TrainingRule> rules,
    Map<String, SampleKind> kinds)
    implements Serializable {

  /** Twenty-eight days of every series, in groups by {@code job}, judged on the last day. */
  public static final TrainingConfig DEFAULT =
      new TrainingConfig(
          "metrics",
          Duration.ofDays(28),
          Duration.ofDays(1),
          List.of("job"),
          List.of(new TrainingRule("{__name__=~\".+\"}", false, null, SeriesSettings.DEFAULT)),
          Map.of());

  public TrainingConfig {
    groupBy = List.copyOf(groupBy);
    rules = List.copyOf(rules);
    kinds = Map.copyOf(kinds);
    if (holdout.multipliedBy(2).compareTo(window) > 0) {
      throw new IllegalArgumentException("holdout: expected at most half of the window");
    }
  }

  /**
   * The same, that knows of more metrics what they are; what it knew already stays.
   *
   * @param more what samples mean, by metric name
   */
  public TrainingConfig withKinds(Map<String, SampleKind> more) {
    Map<String, SampleKind> all = new TreeMap<>(more);
    all.putAll(kinds);
    return new TrainingConfig(model, window, holdout, groupBy, rules, all);
  }

  /** Every setting by its name, as the lineage of a version keeps it. */
  public SortedMap<String, String> description() {
    SortedMap<String, String> settings = new TreeMap<>();
    settings.put("window", Durations.format(window));
    settings.put("holdout", Durations.format(holdout));
    settings.put("group_by", String.join(", ", groupBy));
    for (int i = 0; i < rules.size(); i++) {
      TrainingRule rule = rules.get(i);
      String name = "series[" + (i + 1) + "].";
      settings.put(name + "match", rule.match());
      settings.put(name + "skip", Boolean.toString(rule.skip()));
      settings.put(
          name + "type",
          rule.kind() == null ? "by name" : rule.kind().name().toLowerCase(Locale.ROOT));
      describe(name, rule.settings(), settings);
    }
    settings.put("metadata", kinds.isEmpty() ? "none" : metadata());
    return settings;
  }

  /** There may be thousands; who needs them again can tell by this whether they are the same. */
  private String metadata() {
    CRC32C crc = new CRC32C();
    new TreeMap<>(kinds)
        .forEach((metric, kind) -> crc.update((metric + " " + kind + "\n").getBytes(UTF_8)));
    return "%d metrics, CRC-32C %08x".formatted(kinds.size(), crc.getValue());
  }

  private static void describe(String name, SeriesSettings of, SortedMap<String, String> settings) {
    settings.put(name + "step", Durations.format(of.step()));
    settings.put(name + "horizon", Durations.format(of.horizon()));
    settings.put(
        name + "seasons",
        of.seasons().isEmpty()
            ? "found"
            : String.join(", ", of.seasons().stream().map(Durations::format).toList()));
    settings.put(name + "minimum_history", Durations.format(of.minimumHistory()));
    settings.put(name + "zone", of.zone().getId());
    settings.put(name + "country", of.country() == null ? "" : of.country());
  }
}
