package dev.almanac.archive;

import static dev.almanac.archive.SampleData.DAY;
import static dev.almanac.archive.SampleData.STALE;
import static dev.almanac.archive.SampleData.labels;
import static dev.almanac.archive.SampleData.part;
import static dev.almanac.archive.SampleData.read;
import static dev.almanac.archive.SampleData.run;
import static dev.almanac.archive.SampleData.text;
import static dev.almanac.archive.SampleData.values;
import static dev.almanac.archive.SampleData.withStarts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.series.ChunkEncoding;
import dev.almanac.series.CounterReset;
import dev.almanac.series.FloatRun;
import dev.almanac.series.HistogramLayout;
import dev.almanac.series.HistogramRun;
import dev.almanac.series.Labels;
import dev.almanac.series.SeriesCursor;
import dev.almanac.series.SeriesDigest;
import dev.almanac.series.SeriesRange;
import dev.almanac.series.TimeRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ArchiveRoundTripTest {

  private static final Labels UP = labels("up", "job", "node");

  @TempDir private Path folder;

  static Stream<ArchiveSettings> settings() {
    return Stream.of(PageEncodings.values())
        .flatMap(
            encodings ->
                Stream.of(ValueForm.values())
                    .map(
                        form ->
                            ArchiveSettings.DEFAULT
                                .withEncodings(encodings)
                                .withValues(form)
                                .withRows(7, 17)));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void keepsTheBitsOfEveryKindOfValue(ArchiveSettings settings) {
    SampleData data =
        new SampleData()
            .add(
                UP,
                values(DAY, 0.0, -0.0, 1, -1, 0.1, 0.1 + 0.2, 1e22, 1e-22, 3e23),
                values(DAY + 600_000, Math.pow(2, 53) - 1, Math.pow(2, 53), Math.pow(2, 53) + 2),
                values(DAY + 1_200_000, -Math.pow(2, 53), Long.MAX_VALUE, Double.MAX_VALUE),
                values(DAY + 1_800_000, Double.MIN_VALUE, Double.MIN_NORMAL, -Double.MIN_VALUE),
                values(DAY + 2_400_000, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY),
                run(DAY + 3_000_000, true, STALE, 0x7ff8000000000001L, 0xfff8dead0000beefL),
                run(DAY + 3_600_000, true, 0x7ff0000000000001L, -1L, Long.MIN_VALUE));

    assertThat(read(part(data.write(folder, settings)))).isEqualTo(data.text());
  }

  @Property(tries = 200)
  void keepsTheBitsOfAnyValues(@ForAll("runs") List<List<Long>> runs) throws IOException {
    SampleData data = new SampleData();
    for (int i = 0; i < runs.size(); i++) {
      long[] bits = runs.get(i).stream().mapToLong(Long::longValue).toArray();
      data.add(labels("m", "i", "" + i % 3), run(DAY + i * 1_000_000L, i % 2 == 0, bits));
    }
    Path scratch = Files.createTempDirectory("archive");
    List<PartFile> files = data.write(scratch, ArchiveSettings.DEFAULT.withRows(50, 120));

    // A run that does not start a chunk joins the one before it, so chunks are compared, not runs.
    assertThat(String.join("", read(part(files))).replaceAll("  XOR rest", ""))
        .isEqualTo(String.join("", data.text()).replaceAll("  XOR rest", ""));
    for (PartFile file : files) {
      Files.delete(file.path());
    }
    Files.delete(scratch);
  }

  @Provide
  Arbitrary<List<List<Long>>> runs() {
    Arbitrary<Long> decimals =
        Arbitraries.integers()
            .between(-100_000, 100_000)
            .map(digits -> Double.doubleToRawLongBits(digits / 1000.0));
    Arbitrary<Long> any =
        Arbitraries.oneOf(
            Arbitraries.longs(),
            Arbitraries.doubles().map(Double::doubleToRawLongBits),
            decimals,
            Arbitraries.of(STALE, Double.doubleToRawLongBits(-0.0)));
    return Arbitraries.oneOf(decimals, any)
        .list()
        .ofMinSize(1)
        .ofMaxSize(60)
        .list()
        .ofMinSize(1)
        .ofMaxSize(8);
  }

  @Test
  void keepsWhereChunksWereCut() {
    SampleData data =
        new SampleData()
            .add(UP, run(DAY, false, 1, 2), values(DAY + 60_000, 3), values(DAY + 90_000, 4, 5));

    assertThat(read(part(data.write(folder, ArchiveSettings.DEFAULT)))).isEqualTo(data.text());
  }

  @Test
  void joinsAChunkThatIsCutByPagesAndRowGroups() {
    SampleData data =
        new SampleData()
            .add(UP, values(DAY, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11))
            .add(labels("z"), values(DAY, 1));

    assertThat(read(part(data.write(folder, ArchiveSettings.DEFAULT.withRows(2, 3)))))
        .isEqualTo(data.text());
  }

  @Test
  void keepsStartTimestamps() {
    FloatRun run = SampleData.withStarts(values(DAY, 1, 2, 3), 0, DAY - 5, 0);
    SampleData data = new SampleData().add(UP, run, values(DAY + 60_000, 9));

    assertThat(read(part(data.write(folder, ArchiveSettings.DEFAULT)))).isEqualTo(data.text());
  }

  @ParameterizedTest
  @EnumSource(
      value = ChunkEncoding.class,
      names = {"HISTOGRAM", "FLOAT_HISTOGRAM", "HISTOGRAM_ST", "FLOAT_HISTOGRAM_ST"})
  void keepsHistograms(ChunkEncoding encoding) {
    HistogramRun gauge = SampleData.histograms(encoding, DAY + 600_000, 3, SampleData.layout());
    gauge.setCounterReset(CounterReset.GAUGE);
    HistogramLayout custom =
        new HistogramLayout(
            HistogramLayout.CUSTOM_BOUNDS,
            0,
            new int[] {0, 3},
            new int[0],
            new long[] {Double.doubleToRawLongBits(0.5), Double.doubleToRawLongBits(1)});
    HistogramLayout bare = new HistogramLayout(0, 0, new int[0], new int[0], new long[0]);
    SampleData data =
        new SampleData()
            .add(UP, SampleData.histograms(encoding, DAY, 5, SampleData.layout()), gauge)
            .add(labels("bare"), SampleData.histograms(encoding, DAY, 2, bare))
            .add(labels("custom"), SampleData.histograms(encoding, DAY, 2, custom));

    assertThat(read(part(data.write(folder, ArchiveSettings.DEFAULT.withRows(3, 4)))))
        .isEqualTo(data.text());
  }

  @Test
  void ordersFloatsAndHistogramsOfASeriesByTime() {
    SampleData data =
        new SampleData()
            .add(
                UP,
                SampleData.histograms(ChunkEncoding.HISTOGRAM, DAY, 2, SampleData.layout()),
                values(DAY + 60_000, 1, 2),
                SampleData.histograms(
                    ChunkEncoding.FLOAT_HISTOGRAM, DAY + 120_000, 2, SampleData.layout()));

    assertThat(read(part(data.write(folder, ArchiveSettings.DEFAULT)))).isEqualTo(data.text());
  }

  @Test
  void readsOnlyTheSeriesThatAreWanted() {
    SampleData data = new SampleData();
    for (char name = 'a'; name <= 'f'; name++) {
      data.add(labels("" + name), values(DAY, name, name + 1, name + 2));
    }
    ArchivePart part = part(data.write(folder, ArchiveSettings.DEFAULT.withRows(2, 4)));

    List<String> read = read(new SeriesRange(labels("c"), labels("e")), TimeRange.ALL, part);

    assertThat(read).isEqualTo(data.text().subList(4, 8));
  }

  @Test
  void readsOnlyTheTimeThatIsWanted() {
    SampleData data =
        new SampleData()
            .add(labels("early"), values(DAY, 1, 2))
            .add(UP, values(DAY, 1, 2, 3, 4, 5, 6), values(DAY + 90_000, 7, 8));
    ArchivePart part = part(data.write(folder, ArchiveSettings.DEFAULT.withRows(2, 4)));

    TimeRange within = new TimeRange(DAY + 30_000, DAY + 105_000);

    assertThat(read(SeriesRange.ALL, within, part))
        .isEqualTo(
            new SampleData()
                .add(UP, withoutStart(values(DAY + 30_000, 3, 4, 5, 6)), values(DAY + 90_000, 7))
                .text());
  }

  private static FloatRun withoutStart(FloatRun run) {
    run.setStartsChunk(false);
    return run;
  }

  static Stream<ArchiveSettings> largePages() {
    return settings().map(settings -> settings.withRows(5_000, 20_000));
  }

  /** More rows than are decoded at once, before, within and behind the time. */
  @ParameterizedTest
  @MethodSource("largePages")
  void readsATimeOutOfTheMiddleOfAPage(ArchiveSettings settings) {
    TimeRange within = new TimeRange(DAY + 15_000 * 1_200L, DAY + 15_000 * 1_900L);
    SampleData data = new SampleData();
    SampleData expected = new SampleData();
    for (String series : List.of("a", "b", "c")) {
      for (int chunk = 0; chunk < 30; chunk++) {
        FloatRun run = manyKinds(DAY + 15_000L * 100 * chunk, 100);
        data.add(labels(series), run);
        FloatRun clipped = run.copy(0, run.size());
        clipped.clip(within);
        if (clipped.size() > 0) {
          expected.add(labels(series), clipped);
        }
      }
    }

    assertThat(read(SeriesRange.ALL, within, part(data.write(folder, settings))))
        .isEqualTo(expected.text());
  }

  /** Decimals, full doubles and start timestamps, so that every column has values and nulls. */
  private static FloatRun manyKinds(long from, int samples) {
    double[] values = new double[samples];
    long[] starts = new long[samples];
    for (int i = 0; i < samples; i++) {
      values[i] = i % 7 == 3 ? Math.sqrt(2.0 + i) : (i * 37 % 1000) / 10.0;
      starts[i] = i % 5 == 0 ? 0 : from;
    }
    return withStarts(values(from, values), starts);
  }

  @Test
  void readsAChainOfPartsAsOne() throws IOException {
    Path next = Files.createDirectory(folder.resolve("next"));
    SampleData first = new SampleData().add(labels("a"), values(DAY, 1));
    SampleData second = new SampleData().add(labels("b"), values(DAY, 2));
    List<ArchivePart> chain =
        List.of(
            part(first.write(folder, ArchiveSettings.DEFAULT)),
            part(second.write(next, ArchiveSettings.DEFAULT)));

    try (SeriesCursor series =
        ArchiveReader.openAll(List.of(chain), SeriesRange.ALL, TimeRange.ALL).get(0)) {
      assertThat(text(series))
          .isEqualTo(
              new SampleData()
                  .add(labels("a"), values(DAY, 1))
                  .add(labels("b"), values(DAY, 2))
                  .text());
    }
  }

  @Test
  void refusesAChainWhosePartsAreNotInOrder() throws IOException {
    Path next = Files.createDirectory(folder.resolve("next"));
    SampleData first = new SampleData().add(UP, values(DAY, 1));
    List<PartFile> again = first.write(next, ArchiveSettings.DEFAULT);
    List<ArchivePart> chain =
        List.of(part(first.write(folder, ArchiveSettings.DEFAULT)), part(again));

    try (SeriesCursor series =
        ArchiveReader.openAll(List.of(chain), SeriesRange.ALL, TimeRange.ALL).get(0)) {
      assertThatThrownBy(() -> text(series))
          .isInstanceOf(CorruptArchiveException.class)
          .hasMessageStartingWith(SampleData.path(again, ArchiveKind.SERIES).toString())
          .hasMessageContaining("which is in the part before");
    }
  }

  @Test
  void tellsOfEachSeriesWhatThePartHolds() {
    FloatRun run = values(DAY, 1, 2, 3);
    Labels unicode = labels("métrique", "path", "/ü/𝄞/\u0000");
    SampleData data = new SampleData().add(unicode, run);
    SeriesDigest digest = new SeriesDigest();
    run.digest(digest, 0, 3);
    List<PartFile> files = data.write(folder, ArchiveSettings.DEFAULT);

    SeriesRows rows = SeriesRows.open(ArchiveInput.of(SampleData.path(files, ArchiveKind.SERIES)));

    assertThat(rows.next()).isTrue();
    assertThat(rows.row())
        .isEqualTo(
            new SeriesRow(data.idOf(unicode), unicode, DAY, DAY + 30_000, 3, 0, digest.value()));
    assertThat(rows.next()).isFalse();
  }

  @Test
  void keepsTheBytesOfChunks() {
    SampleData data =
        new SampleData()
            .add(UP, values(DAY, 1))
            .addChunk(UP, "01J00000000000000000000000", 8, new byte[] {1, 2, 3})
            .addChunk(UP, "01J00000000000000000000000", 99, new byte[0]);
    List<PartFile> files = data.write(folder, ArchiveSettings.DEFAULT);

    ChunkRows rows = ChunkRows.open(ArchiveInput.of(SampleData.path(files, ArchiveKind.CHUNKS)));

    ArchivedChunk chunk = rows.next();
    assertThat(chunk.data()).containsExactly(1, 2, 3);
    assertThat(chunk.chunkRef()).isEqualTo(8);
    assertThat(chunk.seriesId()).isEqualTo(data.idOf(UP));
    assertThat(rows.next().data()).isEmpty();
    assertThat(rows.next()).isNull();
  }

  @Test
  void refusesASampleOfAnotherDay() {
    SampleData data = new SampleData().add(UP, values(DAY, 1), values(DAY + 86_400_000, 1));

    assertThatThrownBy(() -> data.write(folder, ArchiveSettings.DEFAULT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2026-11-23")
        .hasMessageContaining("2026-11-24");
  }

  @Test
  void refusesSeriesOutOfOrder() {
    try (ArchivePartWriter part =
        ArchivePartWriter.create(folder, "part", ArchiveSettings.DEFAULT)) {
      part.startSeries(1, labels("b"));
      part.endSeries();

      assertThatThrownBy(() -> part.startSeries(2, labels("a")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("a{} comes after b{}");
    }
  }
}
