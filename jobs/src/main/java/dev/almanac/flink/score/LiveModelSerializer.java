package dev.almanac.flink.score;

import dev.almanac.flink.ImmutableSerializer;
import dev.almanac.forecast.ForecastPath;
import dev.almanac.forecast.resample.SampleKind;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Models in keyed state and on their way to it: docs/format/live-state.md. */
final class LiveModelSerializer extends ImmutableSerializer<LiveModel> {

  private static final long serialVersionUID = 1L;

  private static final byte VERSION = 1;

  @Override
  public void serialize(LiveModel model, DataOutputView target) throws IOException {
    target.writeByte(VERSION);
    target.writeInt(model.version());
    target.writeLong(model.digest());
    target.writeByte(number(model.kind()));
    model.path().write(target);
  }

  @Override
  public LiveModel deserialize(DataInputView source) throws IOException {
    byte version = source.readByte();
    if (version != VERSION) {
      throw new IOException(
          "expected a live model of version %d, found version %d: this state was written by a newer Almanac"
              .formatted(VERSION, version));
    }
    return new LiveModel(
        source.readInt(), source.readLong(), kind(source.readByte()), ForecastPath.read(source));
  }

  static int number(SampleKind kind) {
    return kind == SampleKind.COUNTER ? 1 : 0;
  }

  static SampleKind kind(int number) throws IOException {
    return switch (number) {
      case 0 -> SampleKind.GAUGE;
      case 1 -> SampleKind.COUNTER;
      default ->
          throw new IOException("expected 0 for a gauge or 1 for a counter, found " + number);
    };
  }

  @Override
  public TypeSerializerSnapshot<LiveModel> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Nothing is configured, so nothing is recorded. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<LiveModel> {
    public Snapshot() {
      super(LiveModelSerializer::new);
    }
  }
}
