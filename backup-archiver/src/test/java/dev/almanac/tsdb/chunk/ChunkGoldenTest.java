package dev.almanac.tsdb.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.series.FloatRun;
import dev.almanac.series.HistogramRun;
import dev.almanac.series.Run;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Chunks of every encoding that Prometheus 3.14 wrote, and their samples as it reads them: see
 * {@code chunks/generate.go} in the test resources.
 */
class ChunkGoldenTest {

  private final ChunkDecoder decoder = new ChunkDecoder();
  private final ChunkEncoder encoder = new ChunkEncoder();

  record Golden(int line, int encodingId, String hex, List<String> samples) {
    RawChunk chunk() {
      byte[] data = data();
      RawChunk chunk = new RawChunk();
      chunk.set(Path.of("golden"), line, encodingId, data, 0, data.length);
      return chunk;
    }

    byte[] data() {
      return HexFormat.of().parseHex(hex);
    }

    @Override
    public String toString() {
      return "encoding " + encodingId + ", line " + line + ", " + samples.size() + " samples";
    }
  }

  static List<Golden> chunks() throws IOException {
    List<Golden> chunks = new ArrayList<>();
    try (InputStream in = ChunkGoldenTest.class.getResourceAsStream("/chunks/prometheus-3.14.txt");
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (Character.isDigit(line.charAt(0))) {
          chunks.add(
              new Golden(number, line.charAt(0) - '0', line.substring(2), new ArrayList<>()));
        } else {
          chunks.get(chunks.size() - 1).samples().add(line);
        }
      }
    }
    return chunks;
  }

  @ParameterizedTest
  @MethodSource("chunks")
  void readsTheSamplesPrometheusReads(Golden golden) {
    Run run = decoder.decode(golden.chunk());

    assertThat(samples(run)).containsExactlyElementsOf(golden.samples());
  }

  @ParameterizedTest
  @MethodSource("chunks")
  void writesTheBytesPrometheusWrote(Golden golden) {
    encoder.encode(decoder.decode(golden.chunk()));

    assertThat(Arrays.copyOf(encoder.bytes(), encoder.length())).isEqualTo(golden.data());
  }

  private static List<String> samples(Run run) {
    List<String> samples = new ArrayList<>();
    for (int i = 0; i < run.size(); i++) {
      samples.add(run instanceof HistogramRun h ? sample(h, i) : sample((FloatRun) run, i));
    }
    return samples;
  }

  private static String sample(FloatRun run, int i) {
    return "s " + times(run, i) + ' ' + Long.toHexString(run.valueBits[i]);
  }

  private static String sample(HistogramRun run, int i) {
    StringBuilder text = new StringBuilder("h ").append(times(run, i));
    text.append(' ').append(count(run, run.counts[i]));
    text.append(' ').append(count(run, run.zeroCounts[i]));
    text.append(' ').append(Long.toHexString(run.sumBits[i]));
    if (run.sumBits[i] != Xor2Codec.STALE) {
      for (long bucket : run.buckets(i)) {
        text.append(' ').append(count(run, bucket));
      }
    } else {
      assertThat(run.buckets(i)).isEqualTo(new long[run.buckets(i).length]);
    }
    return text.toString();
  }

  private static String count(HistogramRun run, long count) {
    return run.floatCounts() ? Long.toHexString(count) : Long.toUnsignedString(count);
  }

  private static String times(Run run, int i) {
    long start = run.encoding().carriesStartTimestamps() ? run.startTimestamps[i] : 0;
    return run.timestamps[i] + " " + start;
  }
}
