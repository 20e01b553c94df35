package dev.almanac.flink.live;

import dev.almanac.flink.LabelsCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Plans in checkpoints: whether made, count of shares, the shares as in {@link LiveSplit}'s own.
 */
final class LivePlanSerializer implements SimpleVersionedSerializer<LivePlan> {

  @Override
  public int getVersion() {
    return new LiveSplitSerializer().getVersion();
  }

  @Override
  public byte[] serialize(LivePlan plan) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeBoolean(plan.made());
    out.writeInt(plan.unassigned().size());
    for (LiveSplit split : plan.unassigned()) {
      LiveSplitSerializer.write(split, out);
    }
    return bytes.toByteArray();
  }

  @Override
  public LivePlan deserialize(int version, byte[] bytes) throws IOException {
    LiveSplitSerializer.requireVersion(version);
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    boolean made = in.readBoolean();
    int count = LabelsCodec.readLength(in, "shares");
    List<LiveSplit> unassigned = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      unassigned.add(LiveSplitSerializer.read(in));
    }
    return new LivePlan(made, unassigned);
  }
}
