package dev.almanac.flink.live;

import dev.almanac.flink.ImmutableSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Runs between operators and in keyed state, as {@link SeriesRunCodec} writes them. */
final class SeriesRunSerializer extends ImmutableSerializer<SeriesRun> {

  private static final long serialVersionUID = 1L;

  @Override
  public void serialize(SeriesRun run, DataOutputView target) throws IOException {
    SeriesRunCodec.write(run, target);
  }

  @Override
  public SeriesRun deserialize(DataInputView source) throws IOException {
    return SeriesRunCodec.read(source);
  }

  @Override
  public TypeSerializerSnapshot<SeriesRun> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Nothing is configured, so nothing is recorded. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<SeriesRun> {
    public Snapshot() {
      super(SeriesRunSerializer::new);
    }
  }
}
