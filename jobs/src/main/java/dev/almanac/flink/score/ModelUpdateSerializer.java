package dev.almanac.flink.score;

import dev.almanac.flink.ImmutableSerializer;
import dev.almanac.flink.LabelsCodec;
import dev.almanac.series.Labels;
import java.io.IOException;
import java.util.Optional;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Models on their way to their series: labels, whether there is a model, the model. */
final class ModelUpdateSerializer extends ImmutableSerializer<ModelUpdate> {

  private static final long serialVersionUID = 1L;

  private static final LiveModelSerializer MODELS = new LiveModelSerializer();

  @Override
  public void serialize(ModelUpdate update, DataOutputView target) throws IOException {
    LabelsCodec.write(update.labels(), target);
    target.writeBoolean(update.model().isPresent());
    if (update.model().isPresent()) {
      MODELS.serialize(update.model().get(), target);
    }
  }

  @Override
  public ModelUpdate deserialize(DataInputView source) throws IOException {
    Labels labels = LabelsCodec.read(source);
    return new ModelUpdate(
        labels, source.readBoolean() ? Optional.of(MODELS.deserialize(source)) : Optional.empty());
  }

  @Override
  public TypeSerializerSnapshot<ModelUpdate> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Nothing is configured, so nothing is recorded. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<ModelUpdate> {
    public Snapshot() {
      super(ModelUpdateSerializer::new);
    }
  }
}
