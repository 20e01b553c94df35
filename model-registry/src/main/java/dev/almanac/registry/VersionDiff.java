package dev.almanac.registry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What is known of two versions and differs. */
public final class VersionDiff {

  /**
   * One fact that differs.
   *
   * @param section {@code lineage}, {@code configuration}, {@code evaluation}, {@code metrics},
   *     {@code tags} or {@code files}
   * @param name of the fact within it; of an evaluation, group and measure: {@code cpu owa}
   * @param before a text or a number, or null where the first version does not have it
   * @param after a text or a number, or null where the second version does not have it
   */
  public record Difference(String section, String name, Object before, Object after) {}

  private VersionDiff() {}

  /** What differs, by sections; where and when they were published does not count. */
  public static List<Difference> between(ModelVersion before, ModelVersion after) {
    Map<String, Map<String, Object>> old = facts(before);
    List<Difference> differences = new ArrayList<>();
    facts(after)
        .forEach(
            (section, facts) -> {
              Set<String> names = new LinkedHashSet<>(old.get(section).keySet());
              names.addAll(facts.keySet());
              for (String name : names) {
                Object was = old.get(section).get(name);
                Object is = facts.get(name);
                if (!Objects.equals(was, is)) {
                  differences.add(new Difference(section, name, was, is));
                }
              }
            });
    return differences;
  }

  private static Map<String, Map<String, Object>> facts(ModelVersion version) {
    VersionDetails details = version.details();
    Map<String, Map<String, Object>> facts = new LinkedHashMap<>();
    facts.put("lineage", lineage(version.lineage()));
    facts.put("configuration", new LinkedHashMap<>(version.lineage().configuration()));
    facts.put("evaluation", details.evaluation().map(VersionDiff::evaluation).orElse(Map.of()));
    facts.put("metrics", new LinkedHashMap<>(details.metrics()));
    facts.put("tags", new LinkedHashMap<>(details.tags()));
    Map<String, Object> files = new LinkedHashMap<>();
    version.files().forEach(file -> files.put(file.name(), file.sha256()));
    facts.put("files", files);
    return facts;
  }

  private static Map<String, Object> lineage(Lineage lineage) {
    Map<String, Object> facts = new LinkedHashMap<>();
    lineage.backups().forEach(backup -> facts.put("backup " + backup, "read"));
    facts.put("from", Instant.ofEpochMilli(lineage.time().from()).toString());
    facts.put("until", Instant.ofEpochMilli(lineage.time().until()).toString());
    facts.put("code", lineage.code());
    facts.put("host", lineage.host());
    facts.put("took_ms", lineage.took().toMillis());
    return facts;
  }

  private static Map<String, Object> evaluation(Evaluation evaluation) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("from", Instant.ofEpochMilli(evaluation.holdout().from()).toString());
    facts.put("until", Instant.ofEpochMilli(evaluation.holdout().until()).toString());
    facts.put("level", evaluation.level());
    for (GroupAccuracy group : evaluation.groups()) {
      facts.put(group.group() + " series", group.series());
      number(facts, group.group() + " owa", group.owa());
      number(facts, group.group() + " mase", group.mase());
      number(facts, group.group() + " smape", group.smape());
      number(facts, group.group() + " msis", group.msis());
      number(facts, group.group() + " coverage", group.coverage());
    }
    return facts;
  }

  private static void number(Map<String, Object> facts, String name, double value) {
    if (!Double.isNaN(value)) {
      facts.put(name, value);
    }
  }
}
