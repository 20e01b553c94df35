package dev.almanac.flink;

import java.io.IOException;
import java.io.Serializable;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Immutable values by Java serialization, behind their length. */
final class ValueSerializer<T extends Serializable> extends ImmutableSerializer<T> {

  private static final long serialVersionUID = 1L;

  @Override
  public void serialize(T value, DataOutputView target) throws IOException {
    byte[] bytes = new JavaVersionedSerializer<T>().serialize(value);
    target.writeInt(bytes.length);
    target.write(bytes);
  }

  @Override
  public T deserialize(DataInputView source) throws IOException {
    byte[] bytes = new byte[source.readInt()];
    source.readFully(bytes);
    return new JavaVersionedSerializer<T>().deserialize(1, bytes);
  }

  @Override
  public TypeSerializerSnapshot<T> snapshotConfiguration() {
    return new Snapshot<>();
  }

  /** Nothing is configured, so nothing is recorded. */
  public static final class Snapshot<T extends Serializable>
      extends SimpleTypeSerializerSnapshot<T> {
    public Snapshot() {
      super(ValueSerializer::new);
    }
  }
}
