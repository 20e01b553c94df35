package dev.almanac.flink.live;

import dev.almanac.series.Labels;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Label sets and runs as bytes: each count and length as an int, texts in UTF-8, numbers
 * big-endian.
 *
 * <pre>
 * labels: count, (length, name, length, value)*
 * run:    labels, size, timestamp*, value bits*
 * </pre>
 */
final class SeriesRunCodec {

  /** No label, and no run, is longer: beyond is damage. */
  private static final int MAX_LENGTH = 16 << 20;

  private SeriesRunCodec() {}

  static void write(SeriesRun run, DataOutput out) throws IOException {
    writeLabels(run.labels(), out);
    out.writeInt(run.size());
    writeLongs(run.timestamps(), out);
    writeLongs(run.valueBits(), out);
  }

  static SeriesRun read(DataInput in) throws IOException {
    Labels labels = readLabels(in);
    int size = readLength(in, "samples");
    try {
      return new SeriesRun(labels, readLongs(size, in), readLongs(size, in));
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  static void writeLabels(Labels labels, DataOutput out) throws IOException {
    out.writeInt(labels.size());
    for (int i = 0; i < labels.size(); i++) {
      writeText(labels.name(i), out);
      writeText(labels.value(i), out);
    }
  }

  static Labels readLabels(DataInput in) throws IOException {
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

  static void writeText(String text, DataOutput out) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static String readText(DataInput in) throws IOException {
    byte[] bytes = new byte[readLength(in, "bytes of text")];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  static void writeLongs(long[] numbers, DataOutput out) throws IOException {
    for (long number : numbers) {
      out.writeLong(number);
    }
  }

  static long[] readLongs(int count, DataInput in) throws IOException {
    long[] numbers = new long[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = in.readLong();
    }
    return numbers;
  }

  static int readLength(DataInput in, String what) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > MAX_LENGTH) {
      throw new IOException("expected 0 to " + MAX_LENGTH + " " + what + ", found " + length);
    }
    return length;
  }
}
