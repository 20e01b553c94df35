package dev.almanac.prometheus;

import dev.almanac.series.Labels;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Prometheus's own tool, as a foreign reader of blocks. */
public final class Promtool {

  private static final Pattern PAIR = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*+)\"");

  private static final Pattern ESCAPE =
      Pattern.compile("\\\\(x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8}|.)");

  private Promtool() {}

  /**
   * What {@code promtool tsdb} says with these words; it must not fail.
   *
   * @param scratch a folder for what it says meanwhile
   */
  public static String tsdb(Path scratch, String... words)
      throws IOException, InterruptedException {
    Path said = scratch.resolve("promtool.out");
    Process promtool =
        new ProcessBuilder(Stream.concat(Stream.of("promtool", "tsdb"), Stream.of(words)).toList())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    if (promtool.waitFor() != 0) {
      throw new AssertionError("promtool tsdb failed: " + Files.readString(said));
    }
    return Files.readString(said);
  }

  /**
   * How many float samples {@code promtool tsdb dump} shows of each series. Up to 2.42 it passes
   * over native histograms.
   *
   * @param snapshot a folder of blocks
   * @param scratch an empty folder on the same file system: promtool wants a wal folder beside
   */
  public static Map<Labels, Long> dumpCounts(Path snapshot, Path scratch)
      throws IOException, InterruptedException {
    Path copy = scratch.resolve("copy");
    copy(snapshot, copy);
    Files.createDirectories(copy.resolve("wal"));
    Path dump = scratch.resolve("dump");
    Path errors = scratch.resolve("errors");
    Process promtool =
        new ProcessBuilder(List.of("promtool", "tsdb", "dump", copy.toString()))
            .redirectOutput(dump.toFile())
            .redirectError(errors.toFile())
            .start();
    if (promtool.waitFor() != 0) {
      throw new AssertionError("promtool tsdb dump failed: " + Files.readString(errors));
    }
    Map<Labels, Long> counts = new HashMap<>();
    try (BufferedReader lines = Files.newBufferedReader(dump)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        // {labels} value timestamp; neither of the last two holds a space.
        int end = line.lastIndexOf(' ', line.lastIndexOf(' ') - 1);
        counts.merge(labels(line.substring(0, end)), 1L, Long::sum);
      }
    }
    return counts;
  }

  /** Reads {@code {name="value", …}} with values quoted as Go does it. */
  private static Labels labels(String text) {
    List<String> pairs = new ArrayList<>();
    Matcher pair = PAIR.matcher(text);
    while (pair.find()) {
      pairs.add(pair.group(1));
      pairs.add(
          ESCAPE
              .matcher(pair.group(2))
              .replaceAll(escape -> Matcher.quoteReplacement(unescaped(escape.group(1)))));
    }
    return Labels.of(pairs.toArray(String[]::new));
  }

  private static String unescaped(String escape) {
    return switch (escape.charAt(0)) {
      case 'n' -> "\n";
      case 't' -> "\t";
      case 'x', 'u', 'U' -> Character.toString(Integer.parseInt(escape.substring(1), 16));
      default -> escape;
    };
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }
}
