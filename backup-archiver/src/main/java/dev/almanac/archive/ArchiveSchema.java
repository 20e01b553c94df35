package dev.almanac.archive;

import dev.almanac.series.CounterReset;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** The columns of each kind of file, in their order in the file. */
final class ArchiveSchema {

  /** The version of the format, in every file's metadata under {@code almanac.format}. */
  static final String FORMAT = "1";

  static final String FORMAT_KEY = "almanac.format";
  static final String KIND_KEY = "almanac.kind";

  private static final String TS = "int64 %s (TIMESTAMP(MILLIS,false));";

  static final MessageType SAMPLES =
      MessageTypeParser.parseMessageType(
          "message samples {"
              + "required int64 series_id;"
              + "required binary name (STRING);"
              + "required "
              + TS.formatted("ts")
              + "required int32 scale (INTEGER(8,true));"
              + "optional int64 mant;"
              + "optional double value;"
              + "required boolean chunk_start;"
              + "required int32 encoding (INTEGER(8,true));"
              + "optional "
              + TS.formatted("start_ts")
              + "}");

  static final MessageType HISTOGRAMS =
      MessageTypeParser.parseMessageType(
          "message histograms {"
              + "required int64 series_id;"
              + "required binary name (STRING);"
              + "required "
              + TS.formatted("ts")
              + "optional int64 count;"
              + "optional int64 zero_count;"
              + "optional double count_float;"
              + "optional double zero_count_float;"
              + "required double sum;"
              + "required int32 schema (INTEGER(8,true));"
              + "required double zero_threshold;"
              + spans("positive_spans")
              + spans("negative_spans")
              + list("optional", "positive_buckets", "int64")
              + list("optional", "negative_buckets", "int64")
              + list("optional", "positive_buckets_float", "double")
              + list("optional", "negative_buckets_float", "double")
              + list("required", "custom_bounds", "double")
              + "required binary counter_reset (STRING);"
              + "required boolean chunk_start;"
              + "required int32 encoding (INTEGER(8,true));"
              + "optional "
              + TS.formatted("start_ts")
              + "}");

  static final MessageType SERIES =
      MessageTypeParser.parseMessageType(
          "message series {"
              + "required int64 series_id;"
              + "required binary name (STRING);"
              + "required group labels (MAP) { repeated group key_value {"
              + "required binary key (STRING); required binary value (STRING); } }"
              + "required "
              + TS.formatted("first_ts")
              + "required "
              + TS.formatted("last_ts")
              + "required int64 samples;"
              + "required int64 histograms;"
              + "required int64 digest;"
              + "}");

  static final MessageType CHUNKS =
      MessageTypeParser.parseMessageType(
          "message chunks {"
              + "required binary block (STRING);"
              + "required int64 series_id;"
              + "required group labels (MAP) { repeated group key_value {"
              + "required binary key (STRING); required binary value (STRING); } }"
              + "required int64 chunk_ref;"
              + "required "
              + TS.formatted("min_ts")
              + "required "
              + TS.formatted("max_ts")
              + "required int32 encoding (INTEGER(8,true));"
              + "required binary data;"
              + "}");

  static final MessageType ROLLUPS =
      MessageTypeParser.parseMessageType(
          "message rollups {"
              + "required int64 series_id;"
              + "required binary name (STRING);"
              + "required "
              + TS.formatted("ts")
              + "required int64 count;"
              + "optional double sum;"
              + "optional double min;"
              + "optional double max;"
              + "optional double first;"
              + "optional double last;"
              + "optional "
              + TS.formatted("first_ts")
              + "optional "
              + TS.formatted("last_ts")
              + "optional double increase;"
              + "required int64 nans;"
              + "required int64 stale;"
              + "}");

  private ArchiveSchema() {}

  static MessageType of(ArchiveKind kind) {
    return switch (kind) {
      case SAMPLES -> SAMPLES;
      case HISTOGRAMS -> HISTOGRAMS;
      case SERIES -> SERIES;
      case CHUNKS -> CHUNKS;
      case ROLLUPS -> ROLLUPS;
    };
  }

  /**
   * What the footer says of the file; sorted, because {@code Map.of} has another order in another
   * JVM and the same rows would make other bytes.
   */
  static SortedMap<String, String> metadata(ArchiveKind kind) {
    return new TreeMap<>(Map.of(FORMAT_KEY, FORMAT, KIND_KEY, kind.folder()));
  }

  static ColumnDescriptor column(ArchiveKind kind, String... path) {
    return of(kind).getColumnDescription(path);
  }

  /** How {@code counter_reset} names it: {@code unknown}, {@code not_reset}, … */
  static String nameOf(CounterReset counterReset) {
    return counterReset.name().toLowerCase(Locale.ROOT);
  }

  private static String list(String repetition, String name, String element) {
    return repetition
        + " group "
        + name
        + " (LIST) { repeated group list { required "
        + element
        + " element; } }";
  }

  private static String spans(String name) {
    return "required group "
        + name
        + " (LIST) { repeated group list { required group element {"
        + "required int32 offset; required int32 length; } } }";
  }
}
