package dev.almanac.jobs.bench;

import dev.almanac.series.FloatRun;
import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import dev.almanac.series.SeriesRange;
import dev.almanac.series.TimeRange;
import dev.almanac.tsdb.BlockCursor;
import dev.almanac.tsdb.BlockReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The beginning of a block as OpenMetrics text: the samples of two hours at most, within one block
 * that Prometheus would make, series by series until there are enough of them. For {@code promtool
 * tsdb create-blocks-from}, which reads all of its input once for every two hours, no slice of that
 * size is faster.
 *
 * <p>Native histograms have no such text and are left out, and so are series whose names need
 * quoting; NaNs lose what makes them stale markers.
 *
 * @param samples how many lines with samples there are
 * @param textBytes how long the text is
 */
public record OpenMetricsSlice(long samples, long textBytes) {

  private static final long BLOCK_MILLIS = 2 * 3_600_000L;
  private static final Pattern METRIC = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
  private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

  /** Writes at least so many samples, as far as the first two hours of the block have them. */
  public static OpenMetricsSlice write(Path blockFolder, long atLeast, Path into)
      throws IOException {
    long samples = 0;
    try (BlockReader block = BlockReader.open(blockFolder);
        BlockCursor series = block.cursor(SeriesRange.ALL, firstHours(block));
        BufferedWriter out = Files.newBufferedWriter(into, StandardCharsets.UTF_8)) {
      while (samples < atLeast && series.nextSeries()) {
        if (hasPlainNames(series.labels())) {
          samples += write(series, out);
        }
      }
      out.write("# EOF\n");
    }
    return new OpenMetricsSlice(samples, Files.size(into));
  }

  private static TimeRange firstHours(BlockReader block) {
    long from = block.meta().timeRange().from();
    return new TimeRange(from, (Math.floorDiv(from, BLOCK_MILLIS) + 1) * BLOCK_MILLIS);
  }

  private static boolean hasPlainNames(Labels labels) {
    boolean plain = METRIC.matcher(labels.get(Labels.METRIC_NAME)).matches();
    for (int i = 0; i < labels.size(); i++) {
      plain &= LABEL.matcher(labels.name(i)).matches();
    }
    return plain;
  }

  private static long write(BlockCursor series, BufferedWriter out) throws IOException {
    String selector = selector(series.labels());
    long samples = 0;
    for (Run run = series.nextRun(); run != null; run = series.nextRun()) {
      if (run instanceof FloatRun floats) {
        for (int i = 0; i < floats.size(); i++) {
          out.write(selector);
          out.write(value(Double.longBitsToDouble(floats.valueBits[i])));
          out.write(' ');
          out.write(seconds(floats.timestamps[i]));
          out.write('\n');
        }
        samples += floats.size();
      }
    }
    return samples;
  }

  private static String selector(Labels labels) {
    StringBuilder text = new StringBuilder(labels.get(Labels.METRIC_NAME)).append('{');
    String separator = "";
    for (int i = 0; i < labels.size(); i++) {
      if (!labels.name(i).equals(Labels.METRIC_NAME)) {
        String escaped =
            labels.value(i).replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        text.append(separator).append(labels.name(i)).append("=\"").append(escaped).append('"');
        separator = ",";
      }
    }
    return text.append("} ").toString();
  }

  private static String value(double value) {
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    return Double.toString(value);
  }

  /** OpenMetrics counts seconds. */
  private static String seconds(long millis) {
    long fraction = Math.floorMod(millis, 1000L);
    return Math.floorDiv(millis, 1000L) + "." + Long.toString(1000 + fraction).substring(1);
  }
}
