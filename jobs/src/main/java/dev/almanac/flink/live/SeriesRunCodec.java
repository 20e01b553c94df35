package dev.almanac.flink.live;

import dev.almanac.flink.LabelsCodec;
import dev.almanac.series.Labels;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Runs as bytes: labels as {@link LabelsCodec} writes them, size, timestamps, value bits. */
final class SeriesRunCodec {

  private SeriesRunCodec() {}

  static void write(SeriesRun run, DataOutput out) throws IOException {
    LabelsCodec.write(run.labels(), out);
    out.writeInt(run.size());
    writeLongs(run.timestamps(), out);
    writeLongs(run.valueBits(), out);
  }

  static SeriesRun read(DataInput in) throws IOException {
    Labels labels = LabelsCodec.read(in);
    int size = LabelsCodec.readLength(in, "samples");
    try {
      return new SeriesRun(labels, readLongs(size, in), readLongs(size, in));
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
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
}
