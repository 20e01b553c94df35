package dev.almanac.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.almanac.catalog.JsonObject;
import dev.almanac.series.TimeRange;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;

/** Versions as JSON, format 1; {@code docs/format/registry.md} describes every field. */
final class VersionCodec {

  private VersionCodec() {}

  static byte[] write(ModelVersion version) {
    ObjectNode root = SealedJson.create();
    root.put("model", version.model());
    root.put("version", version.number());
    root.put("publication", version.publication().id());
    root.put("published_at", version.publishedAt().toString());
    writeLineage(root.putObject("lineage"), version.lineage());
    EvaluationCodec.write(root, "evaluation", version.details().evaluation());
    version.details().metrics().forEach(root.putObject("metrics")::put);
    version.details().tags().forEach(root.putObject("tags")::put);
    ArrayNode files = root.putArray("files");
    for (ModelFile file : version.files()) {
      ObjectNode node = files.addObject();
      node.put("name", file.name());
      node.put("size", file.size());
      node.put("sha256", file.sha256());
    }
    return SealedJson.write(root, version.id().toString());
  }

  private static void writeLineage(ObjectNode node, Lineage lineage) {
    lineage.backups().forEach(node.putArray("backups")::add);
    node.put("from", lineage.time().from());
    node.put("until", lineage.time().until());
    lineage.configuration().forEach(node.putObject("configuration")::put);
    node.put("configuration_sha256", lineage.configurationSha256());
    node.put("code", lineage.code());
    node.put("host", lineage.host());
    node.put("took_ms", lineage.took().toMillis());
  }

  /**
   * @param json UTF-8
   * @param place where it was found, for messages
   * @throws RegistryException where it is no version of a known format, or not the one of this id
   */
  static ModelVersion read(byte[] json, VersionId id, String place) {
    ModelVersion version = read(json, place);
    if (!version.id().equals(id)) {
      throw new RegistryException(place + ": expected " + id + ", found " + version.id());
    }
    return version;
  }

  /** The same, whichever version it is. */
  static ModelVersion read(byte[] json, String place) {
    return SealedJson.read(json, "a version", place, VersionCodec::version);
  }

  private static ModelVersion version(JsonObject root) {
    String model = root.text("model");
    return new ModelVersion(
        new VersionId(model, root.integer("version")),
        new Publication(model, root.text("publication")),
        root.instant("published_at"),
        new VersionDetails(
            root.object("lineage", VersionCodec::lineage),
            root.isNull("evaluation")
                ? Optional.empty()
                : Optional.of(root.object("evaluation", EvaluationCodec::evaluation)),
            new TreeMap<>(root.decimalsByName("metrics")),
            new TreeMap<>(root.textsByName("tags"))),
        root.objects("files", VersionCodec::file));
  }

  private static ModelFile file(JsonObject node) {
    return new ModelFile(node.text("name"), node.number("size"), node.text("sha256"));
  }

  private static Lineage lineage(JsonObject node) {
    Lineage lineage =
        new Lineage(
            node.texts("backups"),
            new TimeRange(node.number("from"), node.number("until")),
            new TreeMap<>(node.textsByName("configuration")),
            node.text("code"),
            node.text("host"),
            Duration.ofMillis(node.number("took_ms")));
    if (!lineage.configurationSha256().equals(node.text("configuration_sha256"))) {
      throw new IllegalArgumentException("configuration_sha256 is not that of the configuration");
    }
    return lineage;
  }
}
