package dev.almanac.flink.score;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** The position of the models in checkpoints: version as int, time of the renewal as long. */
final class FeedSplitSerializer implements SimpleVersionedSerializer<FeedSplit> {

  private static final int VERSION = 1;
  private static final int BYTES = Integer.BYTES + Long.BYTES;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(FeedSplit split) {
    return ByteBuffer.allocate(BYTES).putInt(split.version()).putLong(split.renewAt()).array();
  }

  @Override
  public FeedSplit deserialize(int version, byte[] bytes) throws IOException {
    if (version != VERSION || bytes.length != BYTES) {
      throw new IOException(
          "expected the position of models in version %d with %d bytes, found version %d with %d"
              .formatted(VERSION, BYTES, version, bytes.length));
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    return new FeedSplit(in.getInt(), in.getLong());
  }
}
