package dev.almanac.flink.live;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Runs between operators and in keyed state, as {@link SeriesRunCodec} writes them. */
final class SeriesRunSerializer extends TypeSerializerSingleton<SeriesRun> {

  private static final long serialVersionUID = 1L;

  @Override
  public boolean isImmutableType() {
    return true;
  }

  @Override
  public SeriesRun createInstance() {
    return null;
  }

  @Override
  public SeriesRun copy(SeriesRun from) {
    return from;
  }

  @Override
  public SeriesRun copy(SeriesRun from, SeriesRun reuse) {
    return from;
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public void serialize(SeriesRun run, DataOutputView target) throws IOException {
    SeriesRunCodec.write(run, target);
  }

  @Override
  public SeriesRun deserialize(DataInputView source) throws IOException {
    return SeriesRunCodec.read(source);
  }

  @Override
  public SeriesRun deserialize(SeriesRun reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    serialize(deserialize(source), target);
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
