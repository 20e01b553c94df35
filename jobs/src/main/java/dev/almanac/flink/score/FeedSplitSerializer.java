package dev.almanac.flink.score;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Set;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * The position of the models in checkpoints: version as int, time of the renewal as long; since
 * version 2 also how many versions were begun, and each of them, as ints.
 */
final class FeedSplitSerializer implements SimpleVersionedSerializer<FeedSplit> {

  private static final int VERSION = 2;
  private static final int WITHOUT_BEGUN = 1;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(FeedSplit split) {
    Set<Integer> begun = split.begun();
    ByteBuffer out =
        ByteBuffer.allocate(Integer.BYTES + Long.BYTES + Integer.BYTES * (1 + begun.size()))
            .putInt(split.version())
            .putLong(split.renewAt())
            .putInt(begun.size());
    begun.forEach(out::putInt);
    return out.array();
  }

  @Override
  public FeedSplit deserialize(int version, byte[] bytes) throws IOException {
    if (version != VERSION && version != WITHOUT_BEGUN) {
      throw new IOException(
          "expected the position of models in version %d or %d, found version %d"
              .formatted(WITHOUT_BEGUN, VERSION, version));
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      FeedSplit split = new FeedSplit(in.getInt(), in.getLong());
      int begun = version == WITHOUT_BEGUN ? 0 : in.getInt();
      for (int i = 0; i < begun; i++) {
        split = split.begin(in.getInt());
      }
      if (begun < 0 || in.hasRemaining()) {
        throw damaged(version, bytes, null);
      }
      return split;
    } catch (BufferUnderflowException e) {
      throw damaged(version, bytes, e);
    }
  }

  private static IOException damaged(int version, byte[] bytes, Exception cause) {
    return new IOException(
        "the position of models in version %d does not end after %d bytes"
            .formatted(version, bytes.length),
        cause);
  }
}
