package dev.almanac.series;

import java.nio.charset.StandardCharsets;

/** Label sets as fields of the messages in which Prometheus's protocols carry series. */
final class LabelFields {

  /** The first field of a series, and the first of a label; both are of a length and bytes. */
  private static final int FIRST = 1 << 3 | 2;

  private static final int SECOND = 2 << 3 | 2;

  private byte[] bytes = new byte[0];
  private int size;

  private LabelFields() {}

  /**
   * A message of name and value, as field 1, for each label.
   *
   * @param pairs name, value, name, value, …
   */
  static byte[] of(String[] pairs) {
    byte[][] texts = new byte[pairs.length][];
    for (int i = 0; i < pairs.length; i++) {
      texts[i] = pairs[i].getBytes(StandardCharsets.UTF_8);
    }
    LabelFields fields = new LabelFields();
    int all = 0;
    for (int i = 0; i < texts.length; i += 2) {
      all += fieldBytes(labelBytes(texts[i], texts[i + 1]));
    }
    fields.bytes = new byte[all];
    for (int i = 0; i < texts.length; i += 2) {
      fields.head(FIRST, labelBytes(texts[i], texts[i + 1]));
      fields.text(FIRST, texts[i]);
      fields.text(SECOND, texts[i + 1]);
    }
    return fields.bytes;
  }

  private static int labelBytes(byte[] name, byte[] value) {
    return fieldBytes(name.length) + fieldBytes(value.length);
  }

  /** With its tag and its length. */
  private static int fieldBytes(int length) {
    int bytes = 2 + length;
    for (int rest = length; rest >= 0x80; rest >>>= 7) {
      bytes++;
    }
    return bytes;
  }

  private void text(int tag, byte[] text) {
    head(tag, text.length);
    System.arraycopy(text, 0, bytes, size, text.length);
    size += text.length;
  }

  private void head(int tag, int length) {
    bytes[size++] = (byte) tag;
    int rest = length;
    for (; rest >= 0x80; rest >>>= 7) {
      bytes[size++] = (byte) (rest | 0x80);
    }
    bytes[size++] = (byte) rest;
  }
}
