package dev.almanac.prometheus;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.almanac.series.FloatRun;
import dev.almanac.series.HistogramRun;
import dev.almanac.series.Run;
import java.io.IOException;

/**
 * The samples of one {@code TimeSeries} message in order of time: it holds floats and histograms
 * apart, so both are read side by side.
 */
final class SampledSeries {

  /** How many samples make a run; an answer in one piece does not show where chunks were cut. */
  private static final int RUN_SAMPLES = 1024;

  private static final int SAMPLES = Wire.lengthDelimited(2);
  private static final int HISTOGRAMS = Wire.lengthDelimited(4);

  private final CodedInputStream floats;
  private final CodedInputStream histograms;
  private final FloatRun floatRun = new FloatRun();
  private final HistogramRun histogramRun = new HistogramRun();
  private final HistogramSample histogram = new HistogramSample();

  private boolean floatReady;
  private long floatTimestamp = Long.MIN_VALUE;
  private long floatBits;
  private boolean histogramReady;

  SampledSeries(byte[] data, int offset, int length) throws IOException {
    floats = CodedInputStream.newInstance(data, offset, length);
    histograms = CodedInputStream.newInstance(data, offset, length);
    floatReady = readFloat(true);
    histogramReady = readHistogram(true);
  }

  /** The next run, or null at the end. */
  Run nextRun() throws IOException {
    if (floatReady && (!histogramReady || floatTimestamp <= histogram.timestamp())) {
      return nextFloats();
    }
    return histogramReady ? nextHistograms() : null;
  }

  private Run nextFloats() throws IOException {
    FloatRun run = floatRun;
    int size = 0;
    run.ensureCapacity(RUN_SAMPLES);
    do {
      run.timestamps[size] = floatTimestamp;
      run.valueBits[size++] = floatBits;
      floatReady = readFloat(false);
    } while (floatReady
        && size < RUN_SAMPLES
        && (!histogramReady || floatTimestamp < histogram.timestamp()));
    run.setSize(size);
    return run;
  }

  private Run nextHistograms() throws IOException {
    HistogramRun run = histogramRun;
    histogram.begin(run);
    histogramReady = readHistogram(false);
    while (histogramReady
        && run.size() < RUN_SAMPLES
        && histogram.follows(run)
        && (!floatReady || histogram.timestamp() < floatTimestamp)) {
      histogram.append(run);
      histogramReady = readHistogram(false);
    }
    return run;
  }

  private boolean readFloat(boolean first) throws IOException {
    if (!Wire.find(floats, SAMPLES)) {
      return false;
    }
    long previous = floatTimestamp;
    floatTimestamp = 0;
    floatBits = 0;
    int outer = floats.pushLimit(floats.readRawVarint32());
    for (int tag = floats.readTag(); tag != 0; tag = floats.readTag()) {
      if (tag == Wire.fixed64(1)) {
        floatBits = floats.readFixed64();
      } else if (tag == Wire.varint(2)) {
        floatTimestamp = floats.readInt64();
      } else {
        floats.skipField(tag);
      }
    }
    floats.popLimit(outer);
    checkOrder(first, previous, floatTimestamp);
    return true;
  }

  private boolean readHistogram(boolean first) throws IOException {
    if (!Wire.find(histograms, HISTOGRAMS)) {
      return false;
    }
    long previous = histogram.timestamp();
    int outer = histograms.pushLimit(histograms.readRawVarint32());
    histogram.read(histograms);
    histograms.popLimit(outer);
    checkOrder(first, previous, histogram.timestamp());
    return true;
  }

  private static void checkOrder(boolean first, long previous, long timestamp) throws IOException {
    if (!first && timestamp <= previous) {
      throw new InvalidProtocolBufferException(
          "a sample at " + timestamp + " after one at " + previous);
    }
  }
}
