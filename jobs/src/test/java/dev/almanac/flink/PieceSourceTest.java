package dev.almanac.flink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.backup.ArchiveSplit;
import dev.almanac.catalog.ArchivedFile;
import dev.almanac.series.Labels;
import dev.almanac.series.SeriesRange;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PieceSourceTest {

  private final RecordingContext context = new RecordingContext();
  private SplitEnumerator<Piece<ArchiveSplit>, List<Piece<ArchiveSplit>>> enumerator;

  static ArchiveSplit piece(int part) {
    ArchivedFile archived =
        new ArchivedFile(
            "samples",
            LocalDate.of(2026, 11, 21),
            "samples/day=2026-11-21/a-00000.parquet",
            10,
            "0".repeat(64),
            1,
            5,
            6);
    SeriesRange series = new SeriesRange(null, Labels.of("__name__", "up", "job", "node"));
    return new ArchiveSplit(
        part, LocalDate.of(2026, 11, 21), series, 100, List.of(archived), List.of(), false);
  }

  @BeforeEach
  void start() {
    enumerator = new PieceSource<>(List.of(piece(0), piece(1))).createEnumerator(context);
    context.register(0);
    context.register(1);
  }

  @Test
  void isBounded() {
    assertThat(new PieceSource<ArchiveSplit>(List.of()).getBoundedness())
        .isEqualTo(Boundedness.BOUNDED);
  }

  @Test
  void givesAReaderOnePieceAtATimeAndThenTheEnd() {
    enumerator.handleSplitRequest(0, "host");
    enumerator.handleSplitRequest(1, "host");
    enumerator.handleSplitRequest(0, "host");

    assertThat(context.events()).containsExactly("0 gets 0", "1 gets 1", "0 has all");
  }

  @Test
  void givesNothingToAReaderThatHasFailedSinceItAsked() {
    context.unregister(0);

    enumerator.handleSplitRequest(0, "host");

    assertThat(context.events()).isEmpty();
  }

  @Test
  void givesAPieceOfAFailedReaderToAnother() {
    enumerator.handleSplitRequest(0, "host");
    enumerator.handleSplitRequest(1, "host");
    context.unregister(0);
    enumerator.addSplitsBack(List.of(new Piece<>(0, piece(0))), 0);

    enumerator.handleSplitRequest(1, "host");
    enumerator.handleSplitRequest(1, "host");

    assertThat(context.events()).containsExactly("0 gets 0", "1 gets 1", "1 gets 0", "1 has all");
  }

  @Test
  void goesOnFromAStateWithWhatWasNotAssigned() throws Exception {
    enumerator.handleSplitRequest(0, "host");
    List<Piece<ArchiveSplit>> state = enumerator.snapshotState(1);
    RecordingContext other = new RecordingContext();
    other.register(0);

    SplitEnumerator<Piece<ArchiveSplit>, List<Piece<ArchiveSplit>>> restored =
        new PieceSource<ArchiveSplit>(List.of()).restoreEnumerator(other, state);
    restored.handleSplitRequest(0, "host");
    restored.handleSplitRequest(0, "host");

    assertThat(other.events()).containsExactly("0 gets 1", "0 has all");
  }

  @Test
  void serializesSplitsAndStates() throws IOException {
    PieceSource<ArchiveSplit> source = new PieceSource<>(List.of());
    Piece<ArchiveSplit> split = new Piece<>(3, piece(3));

    assertThat(roundTrip(source.getSplitSerializer(), split)).isEqualTo(split);
    assertThat(roundTrip(source.getEnumeratorCheckpointSerializer(), List.of(split)))
        .containsExactly(split);
    assertThat(split.splitId()).isEqualTo("3");
  }

  private static <T> T roundTrip(SimpleVersionedSerializer<T> serializer, T value)
      throws IOException {
    return serializer.deserialize(serializer.getVersion(), serializer.serialize(value));
  }

  @Test
  void serializesRecordsOneAfterTheOther() throws IOException {
    TypeSerializer<ArchiveSplit> serializer =
        Values.ARCHIVE_SPLIT.createSerializer(new SerializerConfigImpl());
    DataOutputSerializer out = new DataOutputSerializer(16);
    serializer.serialize(piece(1), out);
    serializer.serialize(piece(2), out);
    DataOutputSerializer copied = new DataOutputSerializer(16);
    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
    serializer.copy(in, copied);

    assertThat(serializer.deserialize(in)).isEqualTo(piece(2));
    assertThat(serializer.deserialize(new DataInputDeserializer(copied.getCopyOfBuffer())))
        .isEqualTo(piece(1));
    assertThat(serializer.snapshotConfiguration().restoreSerializer()).isEqualTo(serializer);
  }
}
