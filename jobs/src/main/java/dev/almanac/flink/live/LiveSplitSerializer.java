package dev.almanac.flink.live;

import dev.almanac.flink.LabelsCodec;
import dev.almanac.series.Matcher;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Shares in checkpoints: number, count of matchers, (name, type, value)*, floor, position, count of
 * series, (hash, last timestamp)*. Texts are as in {@link LabelsCodec}.
 */
final class LiveSplitSerializer implements SimpleVersionedSerializer<LiveSplit> {

  private static final int VERSION = 1;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(LiveSplit split) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    write(split, new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  @Override
  public LiveSplit deserialize(int version, byte[] bytes) throws IOException {
    requireVersion(version);
    return read(new DataInputStream(new ByteArrayInputStream(bytes)));
  }

  static void requireVersion(int version) throws IOException {
    if (version != VERSION) {
      throw new IOException(
          "expected positions of the live source in version "
              + VERSION
              + ", found version "
              + version
              + ": this state was written by a newer Almanac");
    }
  }

  static void write(LiveSplit split, DataOutput out) throws IOException {
    out.writeInt(split.number());
    out.writeInt(split.matchers().size());
    for (Matcher matcher : split.matchers()) {
      LabelsCodec.writeText(matcher.name(), out);
      LabelsCodec.writeText(matcher.type().operator(), out);
      LabelsCodec.writeText(matcher.value(), out);
    }
    out.writeLong(split.floor());
    out.writeLong(split.position());
    out.writeInt(split.lasts().length / 2);
    SeriesRunCodec.writeLongs(split.lasts(), out);
  }

  static LiveSplit read(DataInput in) throws IOException {
    int number = in.readInt();
    int count = LabelsCodec.readLength(in, "matchers");
    List<Matcher> matchers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name = LabelsCodec.readText(in);
      Matcher.Type type = type(LabelsCodec.readText(in));
      matchers.add(new Matcher(name, type, LabelsCodec.readText(in)));
    }
    long floor = in.readLong();
    long position = in.readLong();
    int series = LabelsCodec.readLength(in, "series");
    return new LiveSplit(
        number, matchers, floor, position, SeriesRunCodec.readLongs(2 * series, in));
  }

  private static Matcher.Type type(String operator) throws IOException {
    for (Matcher.Type type : Matcher.Type.values()) {
      if (type.operator().equals(operator)) {
        return type;
      }
    }
    throw new IOException("expected the operator of a matcher, found " + operator);
  }
}
