package dev.almanac.prometheus;

import com.google.protobuf.CodedOutputStream;
import dev.almanac.series.CounterReset;
import dev.almanac.series.FloatRun;
import dev.almanac.series.HistogramRun;
import dev.almanac.series.Run;
import java.io.IOException;

/** Samples one by one, as {@code prometheus.TimeSeries} has them. */
final class SampleFields extends RunFields {

  @Override
  void write(CodedOutputStream to, Run run) throws IOException {
    if (run instanceof FloatRun floats) {
      SeriesFields.writeFloats(to, floats);
      return;
    }
    HistogramRun histograms = (HistogramRun) run;
    for (int i = 0; i < run.size(); i++) {
      int sample = i;
      Wire.message(
          to,
          SeriesFields.HISTOGRAMS,
          message -> HistogramMessage.write(message, histograms, sample, hint(histograms, sample)));
    }
  }

  /**
   * What Prometheus says of a sample that it reads from a chunk: nothing resets within one, and
   * whether something did before it is only known where the chunk was begun for that.
   *
   * @see <a
   *     href="https://github.com/prometheus/prometheus/blob/main/tsdb/chunkenc/histogram_meta.go">tsdb/chunkenc/histogram_meta.go</a>
   *     for counterResetHint
   */
  private static CounterReset hint(HistogramRun run, int sample) {
    if (run.counterReset() == CounterReset.GAUGE) {
      return CounterReset.GAUGE;
    }
    return sample > 0 ? CounterReset.NOT_RESET : ChunkFields.atBeginning(run);
  }
}
