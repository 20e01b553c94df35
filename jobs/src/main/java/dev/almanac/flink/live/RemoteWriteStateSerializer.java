package dev.almanac.flink.live;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.apache.flink.connector.base.sink.writer.AsyncSinkWriterStateSerializer;
import org.apache.flink.connector.base.sink.writer.BufferedRequestState;

/** The runs that waited when a checkpoint was taken. */
final class RemoteWriteStateSerializer extends AsyncSinkWriterStateSerializer<SeriesRun> {

  private static final int VERSION = 1;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public BufferedRequestState<SeriesRun> deserialize(int version, byte[] bytes) throws IOException {
    if (version != VERSION) {
      throw new IOException(
          "expected samples waiting for remote write in version "
              + VERSION
              + ", found version "
              + version
              + ": this state was written by a newer Almanac");
    }
    return super.deserialize(version, bytes);
  }

  @Override
  protected void serializeRequestToStream(SeriesRun run, DataOutputStream out) throws IOException {
    SeriesRunCodec.write(run, out);
  }

  @Override
  protected SeriesRun deserializeRequestFromStream(long size, DataInputStream in)
      throws IOException {
    return SeriesRunCodec.read(in);
  }
}
