package dev.almanac.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.almanac.catalog.JsonObject;
import dev.almanac.series.TimeRange;
import java.util.OptionalInt;

/** Reports of the gate as JSON, format 1. */
final class GateReportCodec {

  private GateReportCodec() {}

  static byte[] write(VersionId id, GateReport report) {
    ObjectNode root = SealedJson.create();
    root.put("model", id.model());
    root.put("version", id.number());
    root.put("passes", report.passes());
    if (report.champion().isPresent()) {
      root.put("champion", report.champion().getAsInt());
    } else {
      root.putNull("champion");
    }
    root.put("from", report.holdout().from());
    root.put("until", report.holdout().until());
    ObjectNode rule = root.putObject("rule");
    rule.put("error", report.rule().error());
    rule.put("interval", report.rule().interval());
    rule.put("coverage", report.rule().coverage());
    rule.put("overall", report.rule().overall());
    rule.put("series", report.rule().series());
    ArrayNode checks = root.putArray("checks");
    for (GateCheck check : report.checks()) {
      ObjectNode node = checks.addObject();
      node.put("group", check.group());
      node.put("measure", check.measure());
      EvaluationCodec.number(node, "champion", check.champion());
      EvaluationCodec.number(node, "challenger", check.challenger());
      node.put("limit", check.limit());
      node.put("passes", check.passes());
    }
    report.reasons().forEach(root.putArray("reasons")::add);
    return SealedJson.write(root, "a report of the gate");
  }

  /**
   * Reads a report.
   *
   * @throws RegistryException where it is none of a known format, or on another version
   */
  static GateReport read(byte[] json, VersionId id, String place) {
    return SealedJson.read(
        json,
        "a report of the gate",
        place,
        root -> {
          VersionId found = new VersionId(root.text("model"), root.integer("version"));
          if (!found.equals(id)) {
            throw new RegistryException(
                place + ": expected a report on " + id + ", found one on " + found);
          }
          return report(root);
        });
  }

  private static GateReport report(JsonObject root) {
    GateReport report =
        new GateReport(
            root.isNull("champion")
                ? OptionalInt.empty()
                : OptionalInt.of(root.integer("champion")),
            new TimeRange(root.number("from"), root.number("until")),
            root.object("rule", GateReportCodec::rule),
            root.objects("checks", GateReportCodec::check),
            root.texts("reasons"));
    if (report.passes() != root.flag("passes")) {
      throw new IllegalArgumentException("who passes has no reasons against it");
    }
    return report;
  }

  private static GateRule rule(JsonObject node) {
    return new GateRule(
        node.decimal("error"),
        node.decimal("interval"),
        node.decimal("coverage"),
        node.decimal("overall"),
        node.decimal("series"));
  }

  private static GateCheck check(JsonObject node) {
    return new GateCheck(
        node.text("group"),
        node.text("measure"),
        EvaluationCodec.number(node, "champion"),
        EvaluationCodec.number(node, "challenger"),
        node.decimal("limit"),
        node.flag("passes"));
  }
}
