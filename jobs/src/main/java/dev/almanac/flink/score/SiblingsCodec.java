package dev.almanac.flink.score;

import dev.almanac.anomaly.TailPool;
import dev.almanac.flink.LabelsCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What siblings know, in checkpoints: one entry for each metric and worker. Each worker is given
 * all entries, and takes its own back; those of all where there were more or fewer workers.
 */
final class SiblingsCodec {

  private static final byte VERSION = 1;

  private SiblingsCodec() {}

  static List<byte[]> write(Siblings siblings, int worker, int workers) {
    List<byte[]> entries = new ArrayList<>();
    siblings.forEach((metric, pool) -> entries.add(write(metric, pool, worker, workers)));
    return entries;
  }

  private static byte[] write(String metric, TailPool pool, int worker, int workers) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeByte(VERSION);
      out.writeInt(worker);
      out.writeInt(workers);
      LabelsCodec.writeText(metric, out);
      pool.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // cannot happen: everything is in memory
    }
    return bytes.toByteArray();
  }

  static void read(byte[] entry, int worker, int workers, Siblings into) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(entry));
    byte version = in.readByte();
    if (version != VERSION) {
      throw new IOException(
          "expected what siblings know in version %d, found version %d: this state was written by a newer Almanac"
              .formatted(VERSION, version));
    }
    int writer = in.readInt();
    int writers = in.readInt();
    String metric = LabelsCodec.readText(in);
    if (writers != workers || writer == worker) {
      into.add(metric, TailPool.read(in));
    }
  }
}
