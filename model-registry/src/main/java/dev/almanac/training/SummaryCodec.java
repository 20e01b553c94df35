package dev.almanac.training;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.almanac.forecast.resample.SampleKind;
import dev.almanac.series.Labels;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Label sets and summaries as bytes; see {@code docs/format/models.md}. */
final class SummaryCodec {

  private SummaryCodec() {}

  static byte[] encode(SeriesSummary summary) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      write(summary.labels(), out);
      out.writeByte(summary.kind() == SampleKind.COUNTER ? 1 : 0);
      out.writeLong(summary.step());
      out.writeInt(summary.known());
      write(summary.reason(), out);
      out.writeInt(summary.remarks().size());
      for (String remark : summary.remarks()) {
        write(remark, out);
      }
      write(summary.accuracy(), out);
      write(summary.champion(), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(Labels labels, DataOutputStream out) throws IOException {
    out.writeInt(labels.size());
    for (int i = 0; i < labels.size(); i++) {
      write(labels.name(i), out);
      write(labels.value(i), out);
    }
  }

  private static void write(String text, DataOutputStream out) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static void write(SeriesAccuracy accuracy, DataOutputStream out) throws IOException {
    out.writeDouble(accuracy.mase());
    out.writeDouble(accuracy.smape());
    out.writeDouble(accuracy.naiveMase());
    out.writeDouble(accuracy.naiveSmape());
    out.writeDouble(accuracy.msis());
    out.writeDouble(accuracy.coverage());
  }

  /**
   * Reads a summary, and moves the buffer behind it.
   *
   * @throws IllegalArgumentException where there is none
   */
  static SeriesSummary decode(ByteBuffer in) {
    try {
      Labels labels = labels(in);
      SampleKind kind = in.get() == 1 ? SampleKind.COUNTER : SampleKind.GAUGE;
      long step = in.getLong();
      int known = in.getInt();
      String reason = text(in);
      int count = count(in, Integer.BYTES);
      List<String> remarks = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        remarks.add(text(in));
      }
      SeriesAccuracy accuracy = accuracy(in);
      return new SeriesSummary(labels, kind, step, known, reason, remarks, accuracy, accuracy(in));
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("a summary that ends too early", e);
    }
  }

  private static Labels labels(ByteBuffer in) {
    String[] pairs = new String[2 * count(in, 2 * Integer.BYTES)];
    for (int i = 0; i < pairs.length; i++) {
      pairs[i] = text(in);
    }
    return Labels.of(pairs);
  }

  /** A count of things that take at least so many bytes each. */
  private static int count(ByteBuffer in, int least) {
    int count = in.getInt();
    if (count < 0 || count > in.remaining() / least) {
      throw new IllegalArgumentException(
          "expected a count of things in the next " + in.remaining() + " bytes, found " + count);
    }
    return count;
  }

  private static String text(ByteBuffer in) {
    byte[] bytes = new byte[count(in, 1)];
    in.get(bytes);
    return new String(bytes, UTF_8);
  }

  private static SeriesAccuracy accuracy(ByteBuffer in) {
    return new SeriesAccuracy(
        in.getDouble(),
        in.getDouble(),
        in.getDouble(),
        in.getDouble(),
        in.getDouble(),
        in.getDouble());
  }
}
