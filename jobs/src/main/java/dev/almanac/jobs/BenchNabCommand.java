package dev.almanac.jobs;

import dev.almanac.anomaly.novelty.NoveltyDetector;
import dev.almanac.jobs.bench.TimestampedSeries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code almanac bench nab}: scores files in the layout of the Numenta Anomaly Benchmark. */
@Command(
    name = "nab",
    description = {
      "Scores series in the layout of the Numenta Anomaly Benchmark: GROUP/FILE.csv with the",
      "columns timestamp and value. Writes the same rows with a column anomaly_score, one file for",
      "each, into the same folders of --out, as the benchmark's scorers read them.",
      ""
    },
    footer = {
      "",
      "One configuration for all files, nothing to set. A row's score depends on it and on the"
          + " rows",
      "before it alone. Scores above 1 are anomalies; each is told once. Labels are not read.",
      "",
      "Example:",
      "  almanac bench nab --data NAB/data --out results"
    })
final class BenchNabCommand extends Verb {

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "Folder of groups, each a folder of CSV files.")
  private Path data;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder for the results. Results of an earlier run are replaced.")
  private Path out;

  private record Scored(String file, int rows, int anomalies, double seconds) {}

  @Override
  ExitCode run(Console console) throws IOException {
    List<Path> files = files();
    if (files.isEmpty()) {
      throw usage("--data " + data + " has no files GROUP/FILE.csv");
    }
    if (out.toAbsolutePath().normalize().equals(data.toAbsolutePath().normalize())) {
      throw usage("--out is the folder of the data, which would be overwritten");
    }
    List<Scored> scored = new ArrayList<>();
    try (StatusLine status = console.status()) {
      for (Path file : files) {
        status.show(scored.size() + " of " + Human.count(files.size(), "file") + " scored");
        scored.add(score(file));
      }
    }
    tell(console, scored);
    return ExitCode.DONE;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> paths = Files.walk(data, 2)) {
      return paths
          .filter(path -> path.toString().endsWith(".csv") && Files.isRegularFile(path))
          .filter(path -> data.relativize(path).getNameCount() == 2)
          .sorted()
          .toList();
    }
  }

  private Scored score(Path file) throws IOException {
    TimestampedSeries series = TimestampedSeries.read(file);
    NoveltyDetector detector = new NoveltyDetector();
    double[] scores = new double[series.values().length];
    int anomalies = 0;
    long begin = System.nanoTime();
    for (int i = 0; i < scores.length; i++) {
      scores[i] = detector.next(series.times()[i], series.values()[i]);
      anomalies += scores[i] > 1 ? 1 : 0;
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    Path name = data.relativize(file);
    series.write(out.resolve(name.toString()), scores);
    return new Scored(name.toString(), scores.length, anomalies, seconds);
  }

  private void tell(Console console, List<Scored> scored) {
    int rows = scored.stream().mapToInt(Scored::rows).sum();
    int anomalies = scored.stream().mapToInt(Scored::anomalies).sum();
    double seconds = scored.stream().mapToDouble(Scored::seconds).sum();
    if (console.json()) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("files", scored);
      answer.put("rows", rows);
      answer.put("anomalies", anomalies);
      answer.put("seconds", seconds);
      console.sayJson(answer);
      return;
    }
    Table table = new Table().words("file").numbers("rows").numbers("anomalies");
    scored.forEach(one -> table.row(one.file(), one.rows(), one.anomalies()));
    table.row("all", rows, anomalies);
    table.print(console.out(), true);
    console.say("");
    console.say(
        String.format(
            Locale.ROOT, "%s in %.1f s, results in %s", Human.count(rows, "row"), seconds, out));
  }
}
