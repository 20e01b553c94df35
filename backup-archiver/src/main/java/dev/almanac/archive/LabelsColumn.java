package dev.almanac.archive;

import static dev.almanac.archive.ArchiveSchema.column;

import dev.almanac.series.Labels;
import java.nio.charset.StandardCharsets;

/** The {@code labels} of a row, a map of two leaf columns. */
final class LabelsColumn {

  private final DictionaryColumn<String> keys;
  private final BytesColumn values;
  private final ListColumn entries;

  LabelsColumn(ArchiveKind kind) {
    keys = new DictionaryColumn<>(column(kind, "labels", "key_value", "key"), true);
    values = new BytesColumn(column(kind, "labels", "key_value", "value"));
    entries = new ListColumn(keys, values);
  }

  Column keys() {
    return keys;
  }

  Column values() {
    return values;
  }

  void add(Labels labels) {
    entries.add(
        labels.size(),
        i -> {
          keys.set(labels.name(i), 1);
          byte[] text = labels.value(i).getBytes(StandardCharsets.UTF_8);
          values.set(text, 0, text.length);
        });
  }

  /** How many bytes of label values wait for the end of the page. */
  int bufferedBytes() {
    return values.bufferedBytes();
  }
}
