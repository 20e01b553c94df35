package dev.almanac.flink.score;

import java.io.IOException;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Whether the models have their reader, in checkpoints. */
final class FeedPlanSerializer implements SimpleVersionedSerializer<Boolean> {

  private static final int VERSION = 1;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(Boolean assigned) {
    return new byte[] {(byte) (assigned ? 1 : 0)};
  }

  @Override
  public Boolean deserialize(int version, byte[] bytes) throws IOException {
    if (version != VERSION || bytes.length != 1) {
      throw new IOException(
          "expected the plan of models in version %d with 1 byte, found version %d with %d"
              .formatted(VERSION, version, bytes.length));
    }
    return bytes[0] == 1;
  }
}
