package dev.almanac.backup;

import dev.almanac.series.CounterReset;
import dev.almanac.series.FloatRun;
import dev.almanac.series.HistogramRun;
import dev.almanac.series.Run;

/**
 * Makes the chunks of new blocks out of what an archive holds of a series. Where Prometheus cut, it
 * is cut again; runs that went into the archive apart (at midnight, or in two backups) become one
 * chunk again; no chunk reaches over the end of a block.
 */
final class ChunkAssembler {

  /** Takes a chunk; it belongs to the assembler and is overwritten by the next. */
  interface Sink {
    void chunk(long block, Run chunk);
  }

  /** What every encoding can count in a chunk. */
  private static final int MOST_SAMPLES = 0x3fff;

  private final BlockCuts cuts;
  private final Sink sink;
  private final FloatRun floats = new FloatRun();
  private final HistogramRun histograms = new HistogramRun();
  private Run pending;
  private long block;

  ChunkAssembler(BlockCuts cuts, Sink sink) {
    this.cuts = cuts;
    this.sink = sink;
  }

  /** Adds the next samples of the series, later than all before. */
  void add(Run run) {
    int from = 0;
    while (from < run.size()) {
      long in = cuts.blockAt(run.timestamps[from]);
      int until = Math.min(run.firstFrom(cuts.endOf(in)), from + MOST_SAMPLES);
      if (pending == null
          || in != block
          || (from == 0 && run.startsChunk())
          || !continues(run)
          || pending.size() + until - from > MOST_SAMPLES) {
        endSeries();
        begin(run, from, in);
      }
      pending.append(run, from, until);
      from = until;
    }
  }

  private boolean continues(Run run) {
    if (run.encoding() != pending.encoding()) {
      return false;
    }
    return !(run instanceof HistogramRun histogram)
        || histogram.layout().equals(histograms.layout());
  }

  private void begin(Run run, int from, long in) {
    block = in;
    boolean whole = from == 0 && run.startsChunk();
    if (run instanceof HistogramRun histogram) {
      pending = histograms;
      histograms.setSize(0);
      histograms.setEncoding(run.encoding());
      histograms.setLayout(histogram.layout());
      histograms.setCounterReset(reset(histogram, whole));
    } else {
      pending = floats;
      floats.setSize(0);
      floats.setEncoding(run.encoding());
    }
    pending.setStartsChunk(true);
  }

  /** What a chunk's header says is true of its first sample: that may have been cut away. */
  private static CounterReset reset(HistogramRun run, boolean whole) {
    return whole || run.counterReset() == CounterReset.GAUGE
        ? run.counterReset()
        : CounterReset.UNKNOWN;
  }

  /** Hands on the last chunk of the series. */
  void endSeries() {
    if (pending != null) {
      sink.chunk(block, pending);
      pending = null;
    }
  }
}
