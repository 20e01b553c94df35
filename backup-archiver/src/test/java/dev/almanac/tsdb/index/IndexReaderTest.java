package dev.almanac.tsdb.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.series.Labels;
import dev.almanac.tsdb.file.CorruptBlockException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexReaderTest {

  private static final int MANY = 20_000;

  @TempDir Path folder;

  /** More symbols than the pages in memory hold, longer ones than are cached, across pages. */
  @Test
  void readsSymbolsOfATableLargerThanItsPages() {
    List<String> symbols = new ArrayList<>(List.of("", "__name__", "id", "metric"));
    for (int i = 0; i < MANY; i++) {
      symbols.add(value(i));
    }
    Path file = folder.resolve("index");
    try (IndexWriter index = IndexWriter.create(file, symbols, false)) {
      for (int i = 0; i < MANY; i++) {
        index.addSeries(new int[] {1, 3, 2, 4 + i}, 1, new long[] {i}, new long[] {i}, refs(i));
      }
      index.finish();
    }

    try (IndexReader index = IndexReader.open(file)) {
      index.verify();
      assertThat(index.seriesCount()).isEqualTo(MANY);
      assertThat(index.unusedSymbols()).containsExactly("");
      Postings postings = index.postings(0);
      SeriesEntry series = index.newEntry();
      Random random = new Random(1);
      for (int i = 0; i < 5_000; i++) {
        int position = random.nextInt(MANY);
        index.series(postings.ref(position), series);
        assertThat(series.labels())
            .isEqualTo(Labels.of("__name__", "metric", "id", value(position)));
        assertThat(series.chunkRefs[0]).isEqualTo(refs(position)[0]);
      }
    }
  }

  private static String value(int i) {
    return String.format("v%06d", i) + "x".repeat(i % 7 == 0 ? 700 : 100);
  }

  private static long[] refs(int i) {
    return new long[] {8L + 20L * i};
  }

  @Test
  void readsChunksAtTheEdgesOfTime() {
    long[] min = {Long.MIN_VALUE, -1, 5, 1L << 62};
    long[] max = {Long.MIN_VALUE, 4, 5, Long.MAX_VALUE};
    long[] refs = {8, 8 + (1L << 32), 9 + (1L << 32), (1L << 62)};
    Path file = folder.resolve("index");
    try (IndexWriter index = IndexWriter.create(file, List.of("a", "b"), true)) {
      index.addSeries(new int[] {0, 1}, 4, min, max, refs);
      index.finish();
    }

    try (IndexReader index = IndexReader.open(file)) {
      SeriesEntry series = index.newEntry();
      index.series(index.allPostings().ref(0), series);
      assertThat(series.chunks()).isEqualTo(4);
      for (int i = 0; i < 4; i++) {
        assertThat(series.minTimes[i]).isEqualTo(min[i]);
        assertThat(series.maxTimes[i]).isEqualTo(max[i]);
        assertThat(series.chunkRefs[i]).isEqualTo(refs[i]);
      }
    }
  }

  @Test
  void putsAnEmptyMetricNameWithNone() {
    Path file = folder.resolve("index");
    long[] one = {1};
    try (IndexWriter index = IndexWriter.create(file, List.of("", "__name__", "a", "b"), false)) {
      index.addSeries(new int[] {1, 0}, 1, one, one, one);
      index.addSeries(new int[] {1, 2}, 1, one, one, one);
      index.addSeries(new int[] {2, 3}, 1, one, one, one);
      index.finish();
    }

    try (IndexReader index = IndexReader.open(file)) {
      assertThat(index.metricNames()).isEqualTo(2);
      assertThat(index.metricName(0)).isEmpty();
      assertThat(index.seriesCount(0)).isEqualTo(2);
      assertThat(index.postings(0).ref(1)).isEqualTo(index.allPostings().ref(2));
      assertThat(index.metricName(1)).isEqualTo("a");
    }
  }

  @Test
  void refusesAReferenceThatLeadsOutOfTheSeries() {
    Path file = folder.resolve("01DXXFZDYD1MQW6079WK0K6EDQ");
    long[] one = {1};
    try (IndexWriter index = IndexWriter.create(file, List.of("a", "b"), false)) {
      index.addSeries(new int[] {0, 1}, 1, one, one, one);
      index.finish();
    }

    try (IndexReader index = IndexReader.open(file)) {
      assertThatThrownBy(() -> index.series(1L << 31, index.newEntry()))
          .isExactlyInstanceOf(CorruptBlockException.class)
          .hasMessage(
              "01DXXFZDYD1MQW6079WK0K6EDQ @ 34359738368: expected a series between 21 and 44,"
                  + " found none");
    }
  }
}
