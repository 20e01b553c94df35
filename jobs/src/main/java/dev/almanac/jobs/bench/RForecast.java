package dev.almanac.jobs.bench;

import dev.almanac.forecast.History;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** R's package forecast, what most people would forecast with, over the same series. */
public final class RForecast {

  private static final String SCRIPT =
      """
      suppressMessages(library(forecast))
      args <- commandArgs(trailingOnly = TRUE)
      rows <- strsplit(readLines(args[1]), ",")
      seasons <- as.numeric(strsplit(args[2], ",")[[1]])
      h <- as.numeric(args[3])
      all <- lapply(rows, as.numeric)
      measure <- function(name, series, fit) {
        used <- system.time(for (y in series) fit(y))
        cat(name, (used[["user.self"]] + used[["sys.self"]]) / length(series), "\\n")
      }
      measure("stlf", all, function(y) stlf(msts(y, seasons), h = h))
      measure("ets", head(all, 2), function(y) forecast(ets(ts(y, frequency = seasons[1])), h = h))
      """;

  private RForecast() {}

  /** Whether R and its package are there; asking takes a second. */
  public static boolean isInstalled(Path rscript) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(rscript.toString(), "-e", "quit(status = !require(forecast))")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor() == 0;
  }

  /**
   * Learns and forecasts, each series by {@code stlf}, the first two by {@code ets}, which is far
   * slower.
   *
   * @param scratch an empty folder
   * @return processor seconds a series, by function
   * @throws IOException where R fails; the message is its own
   */
  public static Map<String, Double> run(
      Path rscript, List<History> series, List<Integer> seasons, int horizon, Path scratch)
      throws IOException, InterruptedException {
    Path script = Files.writeString(scratch.resolve("peer.R"), SCRIPT, StandardCharsets.UTF_8);
    Path rows =
        Files.write(scratch.resolve("series.csv"), series.stream().map(RForecast::row).toList());
    Path out = scratch.resolve("out");
    Path errors = scratch.resolve("stderr");
    String lengths = seasons.stream().map(String::valueOf).collect(Collectors.joining(","));
    Process process =
        new ProcessBuilder(
                rscript.toString(), script.toString(), rows.toString(), lengths, "" + horizon)
            .redirectOutput(out.toFile())
            .redirectError(errors.toFile())
            .start();
    try {
      int exit = process.waitFor();
      if (exit != 0) {
        throw new IOException(
            "Rscript ended with " + exit + ": " + Files.readString(errors).strip());
      }
    } finally {
      process.destroyForcibly();
    }
    Map<String, Double> seconds = new LinkedHashMap<>();
    for (String line : Files.readAllLines(out)) {
      int space = line.indexOf(' ');
      String number = line.substring(space + 1).strip();
      seconds.put(line.substring(0, Math.max(0, space)), CsvNumbers.parse(number, "Rscript"));
    }
    return seconds;
  }

  private static String row(History history) {
    return Arrays.stream(history.values())
        .mapToObj(value -> String.format(Locale.ROOT, "%.6g", value))
        .collect(Collectors.joining(","));
  }
}
