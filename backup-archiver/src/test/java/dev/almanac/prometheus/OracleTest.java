package dev.almanac.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.prometheus.SampleTable.FloatValue;
import dev.almanac.prometheus.SampleTable.HistogramValue;
import dev.almanac.prometheus.SampleTable.Meaning;
import dev.almanac.prometheus.SampleTable.Value;
import dev.almanac.series.Labels;
import dev.almanac.series.Matcher;
import dev.almanac.series.Run;
import dev.almanac.series.SeriesRange;
import dev.almanac.series.TimeRange;
import dev.almanac.tsdb.BlockReader;
import dev.almanac.tsdb.SnapshotDirectory;
import dev.almanac.tsdb.Tombstones;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What we read of a snapshot is what the server itself answers with, sample by sample. */
class OracleTest {

  private static final Value STALE_HISTOGRAM =
      new Meaning(0, 0, 0, 0, OracleCorpus.STALE, Map.of(), Map.of());

  private static final List<Matcher> ALL = List.of(Matcher.ANY);

  private static OracleServer oracle;
  private static SnapshotClient snapshots;
  private static RemoteReadClient remote;

  private static Path directory;
  private static SampleTable inSnapshot;
  private static SampleTable streamed;
  private static SampleTable sampled;

  @BeforeAll
  static void start(@TempDir Path scratch) {
    oracle = OracleServer.start(scratch);
    snapshots = new SnapshotClient(oracle.server().endpoint());
    remote = oracle.server().reader();
    directory = snapshots.snapshotDirectory(snapshots.create(false));
    inSnapshot = readBlocks(directory);
    streamed = new SampleTable().add(remote.read(ALL, TimeRange.ALL));
    sampled = new SampleTable().add(remote.readSamples(ALL, TimeRange.ALL));
  }

  @AfterAll
  static void stop() {
    oracle.close();
  }

  private static SampleTable readBlocks(Path snapshot) {
    SampleTable table = new SampleTable();
    for (SnapshotDirectory.Block block : SnapshotDirectory.open(snapshot).blocks()) {
      try (BlockReader reader = BlockReader.open(block.path())) {
        table.add(reader.cursor(SeriesRange.ALL, TimeRange.ALL));
      }
    }
    return table;
  }

  @Test
  void everySampleThatTheServerStreamsIsInTheSnapshot() {
    assertThat(streamed.minus(inSnapshot)).isEmpty();
  }

  @Test
  void theSnapshotHoldsNoSampleThatTheServerDoesNotStream() {
    assertThat(inSnapshot.minus(streamed)).isEmpty();
  }

  /** Here the server decodes the chunks, so our decoder cannot be wrong twice in the same way. */
  @Test
  void floatsAreWhatTheServerItselfDecodes() {
    SampleTable floats = inSnapshot.only(FloatValue.class).map(OracleTest::withoutNegativeZero);
    assertThat(floats.minus(sampled)).isEmpty();
    assertThat(sampled.minus(floats)).isEmpty();
  }

  /** The server's protobuf leaves out zeros, and takes negative ones for the same. */
  private static Value withoutNegativeZero(Value value) {
    return value.equals(new FloatValue(Long.MIN_VALUE)) ? new FloatValue(0) : value;
  }

  @Test
  void everyPushedSampleThatWasNotDeletedIsInTheSnapshot() {
    SampleTable pushed = new SampleTable();
    for (OracleCorpus.Series series : OracleCorpus.from(oracle.begin())) {
      for (long minute = oracle.begin(); minute < oracle.end(); minute += OracleCorpus.MINUTE) {
        Run run =
            series.samples().between(minute, Math.min(oracle.end(), minute + OracleCorpus.MINUTE));
        if (run != null && !series.labels().metricName().startsWith("oracle_deleted")) {
          pushed.add(series.kept(), run);
        }
      }
    }
    assertThat(pushed.samples()).isGreaterThan(100_000);
    assertThat(pushed.meaning().minus(inSnapshot.meaning())).isEmpty();
  }

  /**
   * PromQL made the floats, out of integers that we know. A busy server may skip an evaluation, so
   * not every pushed sample need be recorded.
   */
  @ParameterizedTest
  @ValueSource(strings = {"growing", "resetting", "widening", "pausing"})
  void recordedFloatHistogramsAreThoseThatWerePushed(String shape) {
    Collection<Value> pushed =
        oracle
            .sources()
            .meaning()
            .of(Labels.of("__name__", "oracle_source", "shape", shape))
            .values();
    SortedMap<Long, Value> recorded =
        inSnapshot.of(
            Labels.of("__name__", "oracle_float_histogram", "recorded", "yes", "shape", shape));
    assertThat(recorded.values())
        .allMatch(value -> ((HistogramValue) value).floatCounts())
        .map(value -> (Value) ((HistogramValue) value).meaning())
        .anyMatch(value -> !isStale(value))
        .isSubsetOf(Stream.concat(pushed.stream(), Stream.of(STALE_HISTOGRAM)).toList());
  }

  private static boolean isStale(Value value) {
    return value.equals(STALE_HISTOGRAM);
  }

  @Test
  void deletedSamplesAreNotInTheSnapshot() {
    assertThat(inSnapshot.series().keySet())
        .noneMatch(labels -> labels.metricName().equals("oracle_deleted_series"));
    Labels partlyDeleted = Labels.of("__name__", "oracle_deleted_range", "instance", "0");
    assertThat(inSnapshot.of(partlyDeleted).firstKey()).isEqualTo(oracle.begin());
    assertThat(
            inSnapshot
                .of(partlyDeleted)
                .subMap(
                    oracle.begin() + OracleCorpus.HOUR, oracle.begin() + 5 * OracleCorpus.HOUR + 1))
        .isEmpty();
    assertThat(inSnapshot.of(partlyDeleted).lastKey())
        .isGreaterThan(oracle.begin() + 5 * OracleCorpus.HOUR);
  }

  @Test
  void theSnapshotHasSeveralBlocksAndTombstonesInSome() {
    List<SnapshotDirectory.Block> blocks = SnapshotDirectory.open(directory).blocks();
    assertThat(blocks).hasSizeGreaterThanOrEqualTo(3);
    assertThat(blocks).anyMatch(block -> !Tombstones.read(block.path()).isEmpty());
  }

  @Test
  void aTargetThatDiedLeftStaleMarkers() {
    Labels load =
        inSnapshot.series().keySet().stream()
            .filter(labels -> labels.metricName().equals("node_load1"))
            .findFirst()
            .orElseThrow();
    SortedMap<Long, Value> samples = inSnapshot.of(load);
    assertThat(samples).hasSizeGreaterThanOrEqualTo(3);
    assertThat(samples.get(samples.lastKey())).isEqualTo(new FloatValue(OracleCorpus.STALE));
  }

  @Test
  void aSampleOutOfOrderThatWasCompactedIsInTheSnapshot() {
    long hour = oracle.begin() + OracleCorpus.HOUR;
    assertThat(inSnapshot.of(OracleServer.LATE).keySet())
        .containsExactly(hour - 40 * OracleCorpus.MINUTE, hour - 10 * OracleCorpus.MINUTE);
  }

  @Test
  void promtoolDumpsAsManySamplesOfEachFloatSeries(@TempDir Path scratch) throws Exception {
    Map<Labels, Long> counts = new TreeMap<>();
    inSnapshot
        .only(FloatValue.class)
        .series()
        .forEach((labels, samples) -> counts.put(labels, Long.valueOf(samples.size())));
    assertThat(Promtool.dumpCounts(directory, scratch)).containsExactlyInAnyOrderEntriesOf(counts);
  }

  @Test
  void aSnapshotLacksExactlyTheOutOfOrderSamplesOfTheHead() {
    long[] late = oracle.pushOutOfOrder();
    SampleTable fromSnapshot = readBlocks(snapshots.snapshotDirectory(snapshots.create(false)));
    SampleTable fromServer = new SampleTable().add(remote.read(ALL, TimeRange.ALL));
    assertThat(fromServer.minus(fromSnapshot)).containsOnlyKeys(OracleServer.LATE);
    assertThat(fromSnapshot.minus(fromServer)).isEmpty();
    SortedMap<Long, Value> missing = new TreeMap<>(fromServer.of(OracleServer.LATE));
    missing.keySet().removeAll(fromSnapshot.of(OracleServer.LATE).keySet());
    assertThat(missing.keySet()).containsExactlyElementsOf(Arrays.stream(late).boxed().toList());
    assertThat(snapshots.loss().outOfOrderSamples()).hasValue(late.length + 1);
  }

  @Test
  void readsASliceOfTimeOfTheSeriesThatMatch() {
    TimeRange slice =
        new TimeRange(oracle.begin() + 2_000_001, oracle.begin() + 3 * OracleCorpus.HOUR);
    List<Matcher> matchers =
        List.of(
            Matcher.re("__name__", "oracle_(histogram|labels|threads)"), Matcher.eq("shape", ""));
    SampleTable expected = new SampleTable();
    inSnapshot
        .series()
        .forEach(
            (labels, samples) -> {
              if (List.of("oracle_labels", "oracle_threads").contains(labels.metricName())) {
                expected.put(labels, samples.subMap(slice.from(), slice.until()));
              }
            });
    SampleTable read = new SampleTable().add(remote.read(matchers, slice));
    assertThat(read.minus(expected)).isEmpty();
    assertThat(expected.minus(read)).isEmpty();
  }
}
