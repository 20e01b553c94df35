package dev.almanac.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.almanac.catalog.JsonObject;
import dev.almanac.series.TimeRange;
import java.util.Optional;

/** Evaluations as parts of JSON documents; what is not defined is null. */
final class EvaluationCodec {

  private EvaluationCodec() {}

  static void write(ObjectNode root, String name, Optional<Evaluation> evaluation) {
    if (evaluation.isEmpty()) {
      root.putNull(name);
      return;
    }
    ObjectNode node = root.putObject(name);
    node.put("from", evaluation.get().holdout().from());
    node.put("until", evaluation.get().holdout().until());
    node.put("level", evaluation.get().level());
    ArrayNode groups = node.putArray("groups");
    for (GroupAccuracy group : evaluation.get().groups()) {
      ObjectNode element = groups.addObject();
      element.put("group", group.group());
      element.put("series", group.series());
      number(element, "mase", group.mase());
      number(element, "smape", group.smape());
      number(element, "owa", group.owa());
      number(element, "msis", group.msis());
      number(element, "coverage", group.coverage());
    }
  }

  static Evaluation evaluation(JsonObject node) {
    return new Evaluation(
        new TimeRange(node.number("from"), node.number("until")),
        node.decimal("level"),
        node.objects("groups", EvaluationCodec::group));
  }

  private static GroupAccuracy group(JsonObject node) {
    return new GroupAccuracy(
        node.text("group"),
        node.integer("series"),
        number(node, "mase"),
        number(node, "smape"),
        number(node, "owa"),
        number(node, "msis"),
        number(node, "coverage"));
  }

  /** JSON has no NaN. */
  static void number(ObjectNode node, String name, double value) {
    if (Double.isNaN(value)) {
      node.putNull(name);
    } else {
      node.put(name, value);
    }
  }

  static double number(JsonObject node, String name) {
    return node.isNull(name) ? Double.NaN : node.decimal(name);
  }
}
