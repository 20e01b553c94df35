package dev.almanac.prometheus;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.almanac.series.ChunkEncoding;
import dev.almanac.series.CounterReset;
import dev.almanac.series.HistogramRun;
import dev.almanac.series.Run;
import dev.almanac.tsdb.chunk.ChunkEncoder;
import java.io.IOException;

/**
 * Samples as {@code prometheus.Chunk}s in the encodings that every reader of chunks knows, 1 to 3:
 * a chunk for each run.
 */
final class ChunkFields extends RunFields {

  /** The field of {@code prometheus.ChunkedSeries}. */
  static final int CHUNKS = 2;

  static final int MIN_TIME = 1;
  static final int MAX_TIME = 2;
  static final int TYPE = 3;
  static final int DATA = 4;

  /** A chunk counts its samples in 16 bits. */
  private static final int MAX_SAMPLES = 1 << 14;

  private final ChunkEncoder encoder = new ChunkEncoder();

  @Override
  void write(CodedOutputStream to, Run run) throws IOException {
    if (run.size() <= MAX_SAMPLES) {
      writeOne(to, run);
      return;
    }
    for (int from = 0; from < run.size(); from += MAX_SAMPLES) {
      writeOne(to, run.copy(from, Math.min(run.size(), from + MAX_SAMPLES)));
    }
  }

  private void writeOne(CodedOutputStream to, Run given) throws IOException {
    Run run = inKnownEncoding(given);
    encoder.encode(run);
    long minTime = run.firstTimestamp();
    long maxTime = run.lastTimestamp();
    int type = run.encoding().id();
    int length = encoder.length();
    int bytes =
        CodedOutputStream.computeInt64Size(MIN_TIME, minTime)
            + CodedOutputStream.computeInt64Size(MAX_TIME, maxTime)
            + CodedOutputStream.computeEnumSize(TYPE, type)
            + CodedOutputStream.computeTagSize(DATA)
            + CodedOutputStream.computeUInt32SizeNoTag(length)
            + length;
    to.writeTag(CHUNKS, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    to.writeUInt32NoTag(bytes);
    to.writeInt64(MIN_TIME, minTime);
    to.writeInt64(MAX_TIME, maxTime);
    to.writeEnum(TYPE, type);
    to.writeByteArray(DATA, encoder.bytes(), 0, length);
  }

  private static Run inKnownEncoding(Run run) {
    ChunkEncoding known =
        switch (run.encoding()) {
          case XOR, HISTOGRAM, FLOAT_HISTOGRAM -> run.encoding();
          case XOR2 -> ChunkEncoding.XOR;
          case HISTOGRAM_ST -> ChunkEncoding.HISTOGRAM;
          case FLOAT_HISTOGRAM_ST -> ChunkEncoding.FLOAT_HISTOGRAM;
        };
    boolean hintHolds =
        !(run instanceof HistogramRun histograms)
            || histograms.counterReset() == CounterReset.GAUGE
            || histograms.counterReset() == atBeginning(histograms);
    if (known == run.encoding() && hintHolds) {
      return run;
    }
    Run copy = run.copy(0, run.size());
    copy.setEncoding(known);
    if (copy instanceof HistogramRun histograms && !hintHolds) {
      histograms.setCounterReset(atBeginning((HistogramRun) run));
    }
    return copy;
  }

  /**
   * What can be said of a counter reset before the first sample. Where the run is only the end of a
   * chunk, what the chunk says of its beginning is not about this sample; and that there was no
   * reset holds only if the chunk before is there too.
   */
  static CounterReset atBeginning(HistogramRun run) {
    return run.startsChunk() && run.counterReset() == CounterReset.RESET
        ? CounterReset.RESET
        : CounterReset.UNKNOWN;
  }
}
