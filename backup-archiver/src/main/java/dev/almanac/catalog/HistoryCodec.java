package dev.almanac.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Records of kept history as JSON, format 1; {@code docs/format/manifest.md} describes every field.
 * Files and salted series are written as in a manifest.
 */
final class HistoryCodec {

  private static final int FORMAT = 1;

  private HistoryCodec() {}

  static byte[] write(History history) {
    ObjectNode root = JsonObject.create();
    root.put("format", FORMAT);
    root.put("written_at", history.writtenAt().toString());
    root.put("keep_days", history.keepDays());
    ManifestCodec.writeSalted(root, history.salted());
    ManifestCodec.writeFiles(root, history.files());
    return JsonObject.write(root);
  }

  /**
   * @param json UTF-8
   * @param place where it was found, for messages
   * @throws CatalogException where it is no record of a known format
   */
  static History read(byte[] json, String place) {
    JsonObject root = JsonObject.parse(json, place);
    long format = root.number("format");
    if (format != FORMAT) {
      throw new CatalogException(
          "%s: history format %d, this version of Almanac reads format %d; use the version that wrote it, or a later one"
              .formatted(place, format, FORMAT));
    }
    return root.read(
        record ->
            new History(
                record.instant("written_at"),
                record.integer("keep_days"),
                ManifestCodec.readFiles(record),
                ManifestCodec.readSalted(record)));
  }
}
