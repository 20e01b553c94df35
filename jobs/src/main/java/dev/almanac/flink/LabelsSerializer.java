package dev.almanac.flink;

import dev.almanac.series.Labels;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Label sets as {@link LabelsCodec} writes them; equal ones have equal bytes, as keys must. */
final class LabelsSerializer extends ImmutableSerializer<Labels> {

  private static final long serialVersionUID = 1L;

  @Override
  public void serialize(Labels labels, DataOutputView target) throws IOException {
    LabelsCodec.write(labels, target);
  }

  @Override
  public Labels deserialize(DataInputView source) throws IOException {
    return LabelsCodec.read(source);
  }

  @Override
  public TypeSerializerSnapshot<Labels> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Nothing is configured, so nothing is recorded. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<Labels> {
    public Snapshot() {
      super(LabelsSerializer::new);
    }
  }
}
