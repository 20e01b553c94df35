package dev.almanac.jobs;

import dev.almanac.jobs.bench.Machine;
import dev.almanac.jobs.bench.QueryTiming;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code almanac bench query}: questions of history, beside Prometheus and plain Parquet. */
@Command(
    name = "query",
    description = {
      "Measures questions about history: the archive by SQL, from samples and from rollups, and by",
      "'almanac history serve'; a real Prometheus by its HTTP API; and DuckDB over one Parquet"
          + " file",
      "as anybody would write it. Same samples, same run.",
      ""
    },
    footer = {
      "",
      "hourly average   of every series over all of the time. Prometheus is asked metric by"
          + " metric:",
      "                 avg_over_time of all at once names several series the same",
      "one series       all its samples",
      "label values     of 'instance'",
      "top ten by rate  of one metric, hour by hour",
      "greatest by the hour  of one metric; by remote read what a Prometheus needs for it: all its",
      "                 samples, or the greatest of each hour from rollups",
      "",
      "Times are by the clock, the best of all passes, with all files in the page cache. Answers"
          + " are",
      "read to their end. Bytes are what the process read by system calls, or what the gateway"
          + " asked",
      "its store for; requests are how often it did. Prometheus maps its files into memory, which"
          + " does",
      "not tell. The gateway answers in this process: its processor time is that of who asks, too.",
      "",
      "--s3 puts a copy of the archive into a bucket and asks a gateway over that. It takes the",
      "server and the keys from where other verbs do (see 'almanac archive --help').",
      "",
      "Examples:",
      "  almanac bench query",
      "  almanac bench query --series 2000 --days 30 --interval 1m --json",
      "  almanac bench query --s3 s3://scratch/bench"
    })
final class BenchQueryCommand extends Verb {

  @Option(
      names = "--series",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many series. Default: ${DEFAULT-VALUE}.")
  private int series;

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "7",
      description = "Of how many days. Default: ${DEFAULT-VALUE}.")
  private int days;

  @Option(
      names = "--interval",
      paramLabel = "TIME",
      converter = LengthOfTime.class,
      defaultValue = "1m",
      description = "From sample to sample. Default: ${DEFAULT-VALUE}.")
  private Duration interval;

  @Option(
      names = "--passes",
      paramLabel = "N",
      defaultValue = "3",
      description = "How often each question is asked at least. Default: ${DEFAULT-VALUE}.")
  private int passes;

  @Option(
      names = "--at-least",
      paramLabel = "SECONDS",
      defaultValue = "2",
      description =
          "How long each is asked at least: a question that takes an instant is asked often.%n"
              + "Default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--no-plain",
      description = "Leave out plain Parquet, which takes longer than all others together.")
  private boolean noPlain;

  @Option(
      names = "--s3",
      paramLabel = "ROOT",
      description = "Where in a bucket a copy may go; there must be nothing yet.")
  private String bucket;

  @Override
  ExitCode run(Console console) throws Exception {
    if (bucket != null && !bucket.startsWith("s3://")) {
      throw usage("--s3 must be s3://BUCKET/PREFIX, not " + bucket);
    }
    if (series < 1 || days < 1 || passes < 1) {
      throw usage("--series, --days and --passes must be at least 1");
    }
    if (seconds < 0) {
      throw usage("--at-least must not be below 0");
    }
    if (interval.compareTo(Duration.ofHours(1)) > 0) {
      throw usage("--interval must be an hour at most: averages are by the hour");
    }
    Path prometheus =
        ScratchPrometheus.executable()
            .orElseThrow(() -> usage("prometheus is not installed (Debian's package prometheus)"));
    try (WorkFolder work = WorkFolder.create();
        StatusLine status = console.status()) {
      QueryTiming.Effort effort = new QueryTiming.Effort(passes, Duration.ofSeconds(seconds));
      QueryBench bench = new QueryBench(work.path(), prometheus, effort, status);
      List<QueryTiming> timings =
          bench.measure(series, days, interval, !noPlain, Optional.ofNullable(bucket));
      tell(console, bench, timings);
    }
    return ExitCode.DONE;
  }

  private static void tell(Console console, QueryBench bench, List<QueryTiming> timings) {
    if (console.json()) {
      Map<String, Object> view = new LinkedHashMap<>();
      view.put("machine", Machine.describe().view());
      view.put("samples", bench.samples());
      view.put("bytes", bench.bytes());
      view.put("questions", timings.stream().map(QueryTiming::view).toList());
      console.sayJson(view);
      return;
    }
    Table table = new Table().words("question").words("asked of").numbers("seconds");
    table.numbers("CPU s");
    table.numbers("rows").numbers("bytes read").numbers("requests");
    for (QueryTiming timing : timings) {
      table.row(
          timing.question(),
          timing.system(),
          "%.3f".formatted(timing.seconds()),
          "%.2f".formatted(timing.cpuSeconds()),
          timing.rows(),
          timing.bytesRead() == null ? "" : Human.bytes(timing.bytesRead()),
          timing.requests() == null ? "" : timing.requests());
    }
    table.print(console.out(), true);
    console.say("");
    console.say(
        "%s samples; %s"
            .formatted(
                Human.count(bench.samples()),
                String.join(
                    ", ",
                    bench.bytes().entrySet().stream()
                        .map(size -> size.getKey() + " " + Human.bytes(size.getValue()))
                        .toList())));
  }
}
