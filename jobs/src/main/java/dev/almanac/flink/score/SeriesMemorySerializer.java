package dev.almanac.flink.score;

import dev.almanac.anomaly.CorruptScorerStateException;
import dev.almanac.anomaly.ScorerState;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Memories in keyed state: docs/format/live-state.md. */
final class SeriesMemorySerializer extends TypeSerializerSingleton<SeriesMemory> {

  private static final long serialVersionUID = 1L;

  private static final byte VERSION = 1;
  private static final int MOST_SCORER_BYTES = 1 << 16;

  @Override
  public void serialize(SeriesMemory memory, DataOutputView target) throws IOException {
    target.writeByte(VERSION);
    target.writeByte(LiveModelSerializer.number(memory.kind));
    target.writeLong(memory.lastSeen);
    target.writeByte(memory.shown);
    target.writeBoolean(memory.counter.alive);
    target.writeLong(memory.counter.time);
    target.writeDouble(memory.counter.value);
    byte[] scorer = memory.scorer.encode();
    target.writeInt(scorer.length);
    target.write(scorer);
  }

  @Override
  public SeriesMemory deserialize(DataInputView source) throws IOException {
    byte version = source.readByte();
    if (version != VERSION) {
      throw new IOException(
          "expected the memory of a series in version %d, found version %d: this state was written by a newer Almanac"
              .formatted(VERSION, version));
    }
    SeriesMemory memory = new SeriesMemory(LiveModelSerializer.kind(source.readByte()));
    memory.lastSeen = source.readLong();
    memory.shown = source.readByte();
    memory.counter.alive = source.readBoolean();
    memory.counter.time = source.readLong();
    memory.counter.value = source.readDouble();
    int length = source.readInt();
    if (length < 0 || length > MOST_SCORER_BYTES) {
      throw new IOException("expected the state of a scorer, found " + length + " bytes");
    }
    byte[] scorer = new byte[length];
    source.readFully(scorer);
    try {
      memory.scorer = ScorerState.decode(scorer);
    } catch (CorruptScorerStateException e) {
      throw new IOException(e.getMessage(), e);
    }
    return memory;
  }

  @Override
  public SeriesMemory copy(SeriesMemory from) {
    SeriesMemory copy = new SeriesMemory(from.kind);
    copy.lastSeen = from.lastSeen;
    copy.shown = from.shown;
    copy.counter.alive = from.counter.alive;
    copy.counter.time = from.counter.time;
    copy.counter.value = from.counter.value;
    copy.scorer = ScorerState.decode(from.scorer.encode());
    copy.share(from);
    return copy;
  }

  @Override
  public SeriesMemory copy(SeriesMemory from, SeriesMemory reuse) {
    return copy(from);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    serialize(deserialize(source), target);
  }

  @Override
  public SeriesMemory deserialize(SeriesMemory reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public boolean isImmutableType() {
    return false;
  }

  @Override
  public SeriesMemory createInstance() {
    return null;
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public TypeSerializerSnapshot<SeriesMemory> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Nothing is configured, so nothing is recorded. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<SeriesMemory> {
    public Snapshot() {
      super(SeriesMemorySerializer::new);
    }
  }
}
