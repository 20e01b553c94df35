package dev.almanac.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedInputStream;
import dev.almanac.series.ChunkEncoding;
import dev.almanac.series.CounterReset;
import dev.almanac.series.FloatRun;
import dev.almanac.series.HistogramRun;
import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import dev.almanac.tsdb.chunk.ChunkDecoder;
import dev.almanac.tsdb.chunk.RawChunk;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is written, frame by frame, by the code that reads a server's answers. */
class ChunkedAnswerTest {

  private static final Labels SERIES = Labels.of("__name__", "up", "job", "x".repeat(200));

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final ChunkedAnswer answer = new ChunkedAnswer(bytes);
  private final RunFields fields = RunFields.of(ReadForm.CHUNKS);

  private void write(int query, Run... runs) throws IOException {
    answer.startSeries(query, SERIES);
    for (Run run : runs) {
      fields.add(run);
      fields.drainTo(answer);
    }
    answer.endSeries();
  }

  private static FloatRun floats(int from, int size) {
    FloatRun run = new FloatRun(size);
    SplittableRandom random = new SplittableRandom(from);
    for (int i = 0; i < size; i++) {
      run.timestamps[i] = (long) from + i;
      run.valueBits[i] = random.nextLong();
    }
    run.setSize(size);
    return run;
  }

  private List<Integer> frameSizes() throws IOException {
    ReadFrames frames = new ReadFrames("test", new ByteArrayInputStream(bytes.toByteArray()));
    List<Integer> sizes = new ArrayList<>();
    while (frames.next()) {
      sizes.add(frames.length());
    }
    return sizes;
  }

  private List<Run> runs() throws IOException {
    ChunkedParts parts =
        new ChunkedParts(
            new ReadFrames("test", new ByteArrayInputStream(bytes.toByteArray())), Wire::labels);
    List<Run> runs = new ArrayList<>();
    RawChunk chunk = new RawChunk();
    for (parts.next(); parts.labels() != null; parts.next()) {
      assertThat(parts.labels()).isEqualTo(SERIES);
      while (parts.nextChunk(chunk)) {
        Run run = new ChunkDecoder().decode(chunk);
        runs.add(run.copy(0, run.size()));
      }
    }
    return runs;
  }

  @Test
  void aSeriesIsOneFrame() throws IOException {
    write(0, floats(0, 120), floats(120, 1));

    assertThat(frameSizes()).hasSize(1);
    assertThat(runs()).extracting(Run::size).containsExactly(120, 1);
  }

  @Test
  void aSeriesOfMoreThanAMebibyteIsSeveralFramesOfWholeChunks() throws IOException {
    Run[] runs = new Run[2000];
    for (int i = 0; i < runs.length; i++) {
      runs[i] = floats(120 * i, 120);
    }

    write(0, runs);

    assertThat(frameSizes())
        .hasSizeGreaterThan(1)
        .allMatch(size -> size <= ChunkedAnswer.FRAME_BYTES + 16);
    assertThat(runs()).hasSize(2000).allMatch(run -> run.size() == 120);
  }

  @Test
  void aSeriesWithoutSamplesIsAFrameOfItsLabels() throws IOException {
    write(0);

    assertThat(frameSizes()).hasSize(1);
    assertThat(runs()).isEmpty();
  }

  /** A chunk counts its samples in sixteen bits. */
  @Test
  void aRunThatIsTooLongForAChunkIsSeveral() throws IOException {
    write(0, floats(0, 65_536));

    assertThat(runs().stream().mapToInt(Run::size).sum()).isEqualTo(65_536);
  }

  @Test
  void aFrameNamesItsQuery() throws IOException {
    write(3, floats(0, 1));

    ReadFrames frames = new ReadFrames("test", new ByteArrayInputStream(bytes.toByteArray()));
    frames.next();
    CodedInputStream message = CodedInputStream.newInstance(frames.message(), 0, frames.length());
    assertThat(Wire.find(message, Wire.varint(2))).isTrue();
    assertThat(message.readInt64()).isEqualTo(3);
  }

  /** Readers of chunks older than 3.11 know three encodings. */
  @ParameterizedTest
  @EnumSource(ChunkEncoding.class)
  void everyEncodingIsSentAsOneThatAllReadersKnow(ChunkEncoding encoding) throws IOException {
    Run run = encoding.isHistogram() ? new HistogramRun() : new FloatRun();
    run.setEncoding(encoding);
    run.ensureCapacity(1);
    run.timestamps[0] = 5;
    if (encoding.carriesStartTimestamps()) {
      run.startTimestamps[0] = 1;
    }
    run.setSize(1);

    write(0, run);

    assertThat(runs().get(0).encoding().id()).isBetween(1, 3);
    assertThat(runs().get(0).encoding().isHistogram()).isEqualTo(encoding.isHistogram());
  }

  @ParameterizedTest
  @CsvSource({
    "UNKNOWN,   true,  UNKNOWN",
    "NOT_RESET, true,  UNKNOWN", // the chunk before may be missing
    "RESET,     true,  RESET",
    "RESET,     false, UNKNOWN", // what was reset was cut off
    "GAUGE,     true,  GAUGE",
    "GAUGE,     false, GAUGE"
  })
  void saysOfCounterResetsWhatCanBeSaid(CounterReset kept, boolean whole, CounterReset said)
      throws IOException {
    HistogramRun run = new HistogramRun();
    run.ensureCapacity(1);
    run.setSize(1);
    run.setStartsChunk(whole);
    run.setCounterReset(kept);

    write(0, run);

    assertThat(((HistogramRun) runs().get(0)).counterReset()).isEqualTo(said);
    assertThat(run.counterReset()).isEqualTo(kept);
  }
}
