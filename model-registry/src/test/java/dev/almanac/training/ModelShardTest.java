package dev.almanac.training;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.forecast.resample.SampleKind;
import dev.almanac.series.Labels;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelShardTest {

  private static final SeriesAccuracy GOOD = new SeriesAccuracy(0.5, 10, 1, 20, 5, 0.95);

  @TempDir private Path folder;
  private final List<TrainedSeries> series = new ArrayList<>();

  private static TrainedSeries fitted(String name, String... model) {
    return new TrainedSeries(
        new SeriesSummary(
            Labels.of("__name__", name, "größe", "ü"),
            SampleKind.COUNTER,
            300_000,
            42,
            "",
            List.of("gaps", "counts"),
            GOOD,
            SeriesAccuracy.UNKNOWN),
        String.join("", model).getBytes(UTF_8));
  }

  private static TrainedSeries skipped(String name) {
    return new TrainedSeries(
        new SeriesSummary(
            Labels.of("__name__", name),
            SampleKind.GAUGE,
            60_000,
            0,
            "no value is known",
            List.of(),
            SeriesAccuracy.UNKNOWN,
            GOOD),
        new byte[0]);
  }

  @BeforeEach
  void fill() {
    series.add(fitted("b", "second"));
    series.add(skipped("c"));
    series.add(fitted("a", "first model"));
  }

  private byte[] written(List<TrainedSeries> inThisOrder) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ModelShardWriter writer = new ModelShardWriter(folder.resolve("scratch"))) {
      for (TrainedSeries one : inThisOrder) {
        writer.add(one);
      }
      writer.writeTo(out);
    }
    return out.toByteArray();
  }

  private static List<TrainedSeries> read(byte[] bytes) throws IOException {
    ModelShardReader reader = new ModelShardReader("shard", new ByteArrayInputStream(bytes));
    List<TrainedSeries> read = new ArrayList<>();
    for (TrainedSeries one = reader.next(); one != null; one = reader.next()) {
      read.add(one);
    }
    return read;
  }

  @Test
  void keepsSeriesInTheirOrder() throws IOException {
    List<TrainedSeries> read = read(written(series));

    List<TrainedSeries> inOrder = List.of(series.get(2), series.get(0), series.get(1));
    assertThat(read)
        .extracting(TrainedSeries::summary)
        .isEqualTo(inOrder.stream().map(TrainedSeries::summary).toList());
    assertThat(read)
        .extracting(one -> new String(one.model(), UTF_8))
        .containsExactly("first model", "second", "");
  }

  @Test
  void makesTheSameBytesInWhateverOrderSeriesCome() throws IOException {
    assertThat(written(List.of(series.get(1), series.get(2), series.get(0))))
        .isEqualTo(written(series));
  }

  @Test
  void removesItsScratchFile() throws IOException {
    written(series);

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void findsTheModelOfASeries() throws IOException {
    Files.write(folder.resolve("x.models"), written(series));

    ModelFolder models = ModelFolder.open(folder);

    assertThat(models.summaries())
        .extracting(one -> one.labels().metricName())
        .containsExactly("a", "b", "c");
    assertThat(models.bytes(series.get(0).summary().labels()).orElseThrow())
        .isEqualTo(series.get(0).model());
    assertThat(models.bytes(Labels.of("__name__", "c"))).isEmpty();
    assertThat(models.bytes(Labels.of("__name__", "other"))).isEmpty();
  }

  @Test
  void namesTheSeriesWhoseModelCannotBeRead() throws IOException {
    Files.write(folder.resolve("x.models"), written(series));

    assertThatThrownBy(() -> ModelFolder.open(folder).model(series.get(0).summary().labels()))
        .isInstanceOf(CorruptModelFileException.class)
        .hasMessageStartingWith("x.models: the model of b{")
        .hasMessageEndingWith("use another version: almanac models list");
  }

  @Test
  void refusesASeriesThatComesTwice() {
    series.add(fitted("a", "again"));

    assertThatThrownBy(() -> written(series))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("was trained twice");
  }

  @Test
  void refusesAFormatOfTheFutureByName() throws IOException {
    byte[] bytes = written(series);
    ByteBuffer.wrap(bytes).putInt(8, 2);

    assertThatThrownBy(() -> read(bytes))
        .isInstanceOf(CorruptModelFileException.class)
        .hasMessage(
            "shard: expected format 1 (a newer format needs a newer Almanac), found format 2");
  }

  @Test
  void refusesAFileOfAnythingElse() {
    assertThatThrownBy(() -> read(new byte[100]))
        .isInstanceOf(CorruptModelFileException.class)
        .hasMessage("shard: expected ALMODELS at its beginning, found 0000000000000000");
  }

  @Property(tries = 300)
  void noticesEveryByteThatIsTurnedOver(@ForAll @IntRange(min = 0, max = 1000) int at)
      throws IOException {
    folder = Files.createTempDirectory("shard");
    fill();
    byte[] bytes = written(series);
    bytes[at % bytes.length] ^= 0x40;

    assertThatThrownBy(() -> read(bytes)).isInstanceOf(CorruptModelFileException.class);
    Files.delete(folder);
    series.clear();
  }

  @Property(tries = 100)
  void noticesAFileThatIsCutOff(@ForAll @IntRange(min = 0, max = 1000) int length)
      throws IOException {
    folder = Files.createTempDirectory("shard");
    fill();
    byte[] bytes = written(series);

    assertThatThrownBy(() -> read(Arrays.copyOf(bytes, length % bytes.length)))
        .isInstanceOf(CorruptModelFileException.class);
    Files.delete(folder);
    series.clear();
  }
}
