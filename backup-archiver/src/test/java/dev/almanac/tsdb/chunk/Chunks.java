package dev.almanac.tsdb.chunk;

import dev.almanac.series.ChunkEncoding;
import dev.almanac.series.FloatRun;
import dev.almanac.series.Run;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

/** Chunks and runs for the tests of this package. */
final class Chunks {

  private Chunks() {}

  static RawChunk of(ChunkEncoding encoding, String hex) {
    return of(encoding.id(), HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  static RawChunk of(int encodingId, byte[] data) {
    RawChunk chunk = new RawChunk();
    chunk.set(Path.of("000001"), 8, encodingId, data, 0, data.length);
    return chunk;
  }

  /** The data of the run's chunk. */
  static byte[] encoded(Run run) {
    ChunkEncoder encoder = new ChunkEncoder();
    encoder.encode(run);
    return Arrays.copyOf(encoder.bytes(), encoder.length());
  }

  static String hex(Run run) {
    return HexFormat.of().formatHex(encoded(run));
  }

  static FloatRun decodedAgain(FloatRun run) {
    return (FloatRun) new ChunkDecoder().decode(of(run.encoding().id(), encoded(run)));
  }

  /** A run of timestamp, value bits, timestamp, value bits, … */
  static FloatRun floats(ChunkEncoding encoding, long... timestampsAndBits) {
    FloatRun run = new FloatRun();
    run.setEncoding(encoding);
    run.ensureCapacity(timestampsAndBits.length / 2);
    for (int i = 0; i < timestampsAndBits.length / 2; i++) {
      run.timestamps[i] = timestampsAndBits[2 * i];
      run.valueBits[i] = timestampsAndBits[2 * i + 1];
    }
    run.setSize(timestampsAndBits.length / 2);
    return run;
  }
}
