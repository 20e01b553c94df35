package dev.almanac.flink.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.series.Labels;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.connector.base.sink.writer.BufferedRequestState;
import org.apache.flink.connector.base.sink.writer.RequestEntryWrapper;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class SeriesRunTest {

  private static final SeriesRun RUN =
      new SeriesRun(
          Labels.of("__name__", "up", "job", "\u00FC \uD83D\uDE00"),
          new long[] {-1, 0, Long.MAX_VALUE},
          new long[] {0x7ff0000000000002L, Long.MIN_VALUE, 0x7ff8000000000abcL});

  @Test
  void travelsBitForBit() throws IOException {
    TypeSerializer<SeriesRun> serializer =
        SeriesRun.TYPE.createSerializer(new SerializerConfigImpl());
    DataOutputSerializer out = new DataOutputSerializer(16);
    serializer.serialize(RUN, out);
    serializer.serialize(SeriesRun.of(Labels.EMPTY, 5, 1), out);
    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());

    assertThat(serializer.deserialize(in)).isEqualTo(RUN);
    assertThat(serializer.deserialize(in)).isEqualTo(SeriesRun.of(Labels.EMPTY, 5, 1));
    assertThat(in.available()).isZero();
    assertThat(serializer.snapshotConfiguration().restoreSerializer()).isEqualTo(serializer);
  }

  /** Bytes of checkpoints that exist: whoever changes the format has to read these still. */
  @Test
  void keepsTheFormatOfVersion1() throws IOException {
    byte[] version1 =
        HexFormat.of()
            .parseHex(
                "00000001000000085f5f6e616d655f5f00000002757000000001000000000000"
                    + "00057ff0000000000002");
    SeriesRun run =
        new SeriesRun(
            Labels.of("__name__", "up"), new long[] {5}, new long[] {0x7ff0000000000002L});
    DataOutputSerializer out = new DataOutputSerializer(16);
    SeriesRunCodec.write(run, out);

    assertThat(SeriesRunCodec.read(new DataInputDeserializer(version1))).isEqualTo(run);
    assertThat(out.getCopyOfBuffer()).isEqualTo(version1);
  }

  @Test
  void refusesAbsurdLengths() {
    byte[] absurd = {0x7f, 0, 0, 0};

    assertThatThrownBy(() -> SeriesRunCodec.read(new DataInputDeserializer(absurd)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("labels, found 2130706432");
  }

  @Test
  void refusesToBeEmpty() {
    assertThatThrownBy(() -> new SeriesRun(Labels.EMPTY, new long[0], new long[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void waitsInTheStateOfTheSink() throws IOException {
    RemoteWriteStateSerializer serializer = new RemoteWriteStateSerializer();
    byte[] bytes =
        serializer.serialize(
            new BufferedRequestState<>(List.of(new RequestEntryWrapper<>(RUN, 77))));

    BufferedRequestState<SeriesRun> read = serializer.deserialize(serializer.getVersion(), bytes);

    assertThat(read.getBufferedRequestEntries())
        .extracting(RequestEntryWrapper::getRequestEntry)
        .containsExactly(RUN);
    assertThat(read.getStateSize()).isEqualTo(77);
  }

  @Test
  void refusesAStateOfANewerVersion() {
    assertThatThrownBy(() -> new RemoteWriteStateSerializer().deserialize(2, new byte[0]))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("found version 2");
  }
}
