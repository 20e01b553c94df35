package dev.almanac.registry.view;

import dev.almanac.registry.AliasMove;
import dev.almanac.registry.Evaluation;
import dev.almanac.registry.GateCheck;
import dev.almanac.registry.GateReport;
import dev.almanac.registry.GroupAccuracy;
import dev.almanac.registry.Lineage;
import dev.almanac.registry.ModelFile;
import dev.almanac.registry.ModelVersion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is in a registry, as JSON. */
public final class RegistryView {

  private RegistryView() {}

  /** A version as JSON. */
  public static Map<String, Object> of(ModelVersion version, List<String> aliases) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("model", version.model());
    view.put("version", version.number());
    view.put("aliases", aliases);
    view.put("published_at", version.publishedAt().toString());
    view.put("bytes", version.size());
    view.put("lineage", of(version.lineage()));
    view.put("evaluation", version.details().evaluation().map(RegistryView::of).orElse(null));
    view.put("metrics", version.details().metrics());
    view.put("tags", version.details().tags());
    view.put("files", version.files().stream().map(RegistryView::of).toList());
    return view;
  }

  /** What a version was made of. */
  public static Map<String, Object> of(Lineage lineage) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("backups", lineage.backups());
    view.put("from", ManifestView.time(lineage.time().from()));
    view.put("until", ManifestView.time(lineage.time().until()));
    view.put("configuration", lineage.configuration());
    view.put("configuration_sha256", lineage.configurationSha256());
    view.put("code", lineage.code());
    view.put("host", lineage.host());
    view.put("seconds", lineage.took().toMillis() / 1000.0);
    return view;
  }

  /** How well a version forecast, in all and by groups. */
  public static Map<String, Object> of(Evaluation evaluation) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("from", ManifestView.time(evaluation.holdout().from()));
    view.put("until", ManifestView.time(evaluation.holdout().until()));
    view.put("level", evaluation.level());
    view.put("series", evaluation.series());
    view.put("owa", number(evaluation.mean(GroupAccuracy::owa)));
    view.put("mase", number(evaluation.mean(GroupAccuracy::mase)));
    view.put("smape", number(evaluation.mean(GroupAccuracy::smape)));
    view.put("msis", number(evaluation.mean(GroupAccuracy::msis)));
    view.put("coverage", number(evaluation.mean(GroupAccuracy::coverage)));
    view.put("groups", evaluation.groups().stream().map(RegistryView::of).toList());
    return view;
  }

  private static Map<String, Object> of(GroupAccuracy group) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("group", group.group());
    view.put("series", group.series());
    view.put("owa", number(group.owa()));
    view.put("mase", number(group.mase()));
    view.put("smape", number(group.smape()));
    view.put("msis", number(group.msis()));
    view.put("coverage", number(group.coverage()));
    return view;
  }

  /** A file of a version. */
  public static Map<String, Object> of(ModelFile file) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("name", file.name());
    view.put("bytes", file.size());
    view.put("sha256", file.sha256());
    return view;
  }

  /** A move of an alias as JSON. */
  public static Map<String, Object> of(String model, String alias, AliasMove move) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("model", model);
    view.put("alias", alias);
    view.put("number", move.number());
    view.put("move", move.kind().label());
    view.put("version", move.version());
    view.put("below", move.below());
    view.put("actor", move.change().actor());
    view.put("reason", move.change().reason());
    view.put("at", move.at().toString());
    return view;
  }

  /** A report of the gate as JSON. */
  public static Map<String, Object> of(GateReport report) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("passes", report.passes());
    view.put("champion", report.champion().isPresent() ? report.champion().getAsInt() : null);
    view.put("from", ManifestView.time(report.holdout().from()));
    view.put("until", ManifestView.time(report.holdout().until()));
    view.put("reasons", report.reasons());
    view.put("checks", report.checks().stream().map(RegistryView::of).toList());
    return view;
  }

  private static Map<String, Object> of(GateCheck check) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("group", check.group());
    view.put("measure", check.measure());
    view.put("champion", number(check.champion()));
    view.put("challenger", number(check.challenger()));
    view.put("limit", number(check.limit()));
    view.put("passes", check.passes());
    return view;
  }

  /** JSON has no NaN. */
  private static Double number(double value) {
    return Double.isNaN(value) ? null : value;
  }
}
