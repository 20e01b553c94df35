package dev.almanac.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;

/** Records of drills as JSON, format 1; {@code docs/format/drills.md} describes every field. */
final class DrillCodec {

  static final int MAX_BYTES = 1 << 20;

  private static final int FORMAT = 1;

  /** A difference can name labels of any length. */
  private static final int LONGEST = 4000;

  private DrillCodec() {}

  static byte[] write(DrillRecord drill) {
    ObjectNode root = JsonObject.create();
    root.put("format", FORMAT);
    root.put("backup", drill.backup());
    root.put("at", drill.at().toString());
    root.put("took_ms", drill.took().toMillis());
    root.put("passed", drill.passed());
    root.put("samples", drill.samples());
    root.put("shown_by_prometheus", drill.shown());
    root.put("differences", drill.differences());
    drill.named().stream().map(DrillCodec::shortened).forEach(root.putArray("named")::add);
    return JsonObject.write(root);
  }

  private static String shortened(String sentence) {
    return sentence.length() <= LONGEST ? sentence : sentence.substring(0, LONGEST) + "…";
  }

  /**
   * Reads a record.
   *
   * @param json UTF-8
   * @param place where it was found, for messages
   * @throws CatalogException where it is no record of a known format
   */
  static DrillRecord read(byte[] json, String place) {
    JsonObject root = JsonObject.parse(json, place);
    long format = root.number("format");
    if (format != FORMAT) {
      throw new CatalogException(
          "%s: drill format %d, this version of Almanac reads format %d; use the version that wrote it, or a later one"
              .formatted(place, format, FORMAT));
    }
    return root.read(
        record ->
            new DrillRecord(
                record.text("backup"),
                record.instant("at"),
                Duration.ofMillis(record.number("took_ms")),
                record.flag("passed"),
                record.number("samples"),
                record.flag("shown_by_prometheus"),
                record.number("differences"),
                record.texts("named")));
  }
}
