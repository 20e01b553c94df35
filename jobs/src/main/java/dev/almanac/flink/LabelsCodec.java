package dev.almanac.flink;

import dev.almanac.series.Labels;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Label sets as bytes: each count and length as an int, texts in UTF-8, numbers big-endian.
 *
 * <pre>
 * labels: count, (length, name, length, value)*
 * </pre>
 */
public final class LabelsCodec {

  /** No label, and no list, is longer: beyond is damage. */
  private static final int MAX_LENGTH = 16 << 20;

  private LabelsCodec() {}

  public static void write(Labels labels, DataOutput out) throws IOException {
    out.writeInt(labels.size());
    for (int i = 0; i < labels.size(); i++) {
      writeText(labels.name(i), out);
      writeText(labels.value(i), out);
    }
  }

  public static Labels read(DataInput in) throws IOException {
    String[] pairs = new String[2 * readLength(in, "labels")];
    for (int i = 0; i < pairs.length; i++) {
      pairs[i] = readText(in);
    }
    try {
      return Labels.of(pairs);
    } catch (IllegalArgumentException e) {
      throw new IOException("expected a label set, found: " + e.getMessage(), e);
    }
  }

  public static void writeText(String text, DataOutput out) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  public static String readText(DataInput in) throws IOException {
    byte[] bytes = new byte[readLength(in, "bytes of text")];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /**
   * A count or a length, if it can be one.
   *
   * @param what is counted, for the message
   */
  public static int readLength(DataInput in, String what) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > MAX_LENGTH) {
      throw new IOException("expected 0 to " + MAX_LENGTH + " " + what + ", found " + length);
    }
    return length;
  }
}
