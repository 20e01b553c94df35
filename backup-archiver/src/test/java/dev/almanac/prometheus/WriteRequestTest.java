package dev.almanac.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.prometheus.FaultyServer.Answer;
import dev.almanac.series.ChunkEncoding;
import dev.almanac.series.CounterReset;
import dev.almanac.series.FloatRun;
import dev.almanac.series.HistogramLayout;
import dev.almanac.series.HistogramRun;
import dev.almanac.series.Labels;
import dev.almanac.series.Matcher;
import dev.almanac.series.Run;
import dev.almanac.series.TimeRange;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xerial.snappy.Snappy;

/**
 * A written series and a read one are the same message: what goes out through the writer comes back
 * through the reader.
 */
class WriteRequestTest {

  static final Labels SERIES = Labels.of("__name__", "x", "a", "Grüße 🚀");

  static FloatRun floats(long... valueBits) {
    FloatRun run = new FloatRun();
    run.ensureCapacity(valueBits.length);
    for (int i = 0; i < valueBits.length; i++) {
      run.timestamps[i] = i - 1L; // one before the epoch, one at it
      run.valueBits[i] = valueBits[i];
    }
    run.setSize(valueBits.length);
    return run;
  }

  /** Two samples with custom bounds, gaps between spans and counts that fall. */
  static HistogramRun histograms(boolean floats) {
    HistogramRun run = new HistogramRun();
    run.setEncoding(floats ? ChunkEncoding.FLOAT_HISTOGRAM : ChunkEncoding.HISTOGRAM);
    run.setCounterReset(CounterReset.GAUGE);
    run.setLayout(
        new HistogramLayout(
            -53,
            Double.doubleToRawLongBits(0.01),
            new int[] {-2, 2, 3, 1},
            new int[] {1, 2},
            new long[] {0x3FF0000000000000L, 0x7FF0000000000000L}));
    run.ensureCapacity(2);
    for (int i = 0; i < 2; i++) {
      run.timestamps[i] = 10_000L + i;
      run.counts[i] = floats ? Double.doubleToRawLongBits(7.5) : 7L - i;
      run.zeroCounts[i] = 0;
      run.sumBits[i] = i == 0 ? Long.MIN_VALUE : OracleCorpus.STALE;
    }
    run.setSize(2);
    long[] positive = {5, 1, 9, 0, 0, Long.MAX_VALUE};
    System.arraycopy(positive, 0, run.positive, 0, 6);
    long[] negative = {0, 3, 2, 1};
    System.arraycopy(negative, 0, run.negative, 0, 4);
    return run;
  }

  /** The request's series as a server would answer with them. */
  static byte[] asReadResponse(WriteRequest request) throws IOException {
    byte[] series = Snappy.uncompress(request.compressed());
    return Wire.bytes(out -> out.writeByteArray(1, series));
  }

  private static SampleTable sentBack(Run run) throws IOException {
    byte[] body = Snappy.compress(asReadResponse(new WriteRequest().add(SERIES, run)));
    try (FaultyServer server =
        FaultyServer.answering(Answer.of(200, "application/x-protobuf", body))) {
      return new SampleTable()
          .add(
              new RemoteReadClient(server.endpoint(), Duration.ofSeconds(5))
                  .readSamples(List.of(Matcher.ANY), TimeRange.ALL));
    }
  }

  private static void assertComesBack(Run run) throws IOException {
    SampleTable sent = new SampleTable().add(SERIES, run);
    SampleTable back = sentBack(run);
    assertThat(back.minus(sent)).isEmpty();
    assertThat(sent.minus(back)).isEmpty();
  }

  @Test
  void carriesEveryBitOfAFloat() throws IOException {
    assertComesBack(floats(OracleCorpus.AWKWARD_VALUES));
  }

  @Test
  void carriesIntegerHistograms() throws IOException {
    assertComesBack(histograms(false));
  }

  @Test
  void carriesFloatHistograms() throws IOException {
    assertComesBack(histograms(true));
  }

  @Test
  void countsItsSamples() {
    WriteRequest request = new WriteRequest().add(SERIES, floats(1, 2)).add(SERIES, floats(3));
    assertThat(request.samples()).isEqualTo(3);
  }
}
