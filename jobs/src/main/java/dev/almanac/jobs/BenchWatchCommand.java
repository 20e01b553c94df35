package dev.almanac.jobs;

import dev.almanac.prometheus.Credentials;
import dev.almanac.prometheus.InstantQuery;
import dev.almanac.series.Labels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code almanac bench watch}: how old a sample is when its score can be seen. */
@Command(
    name = "watch",
    description = {
      "Measures how soon after a scrape its scores can be seen, while 'almanac watch' runs: asks"
          + " the",
      "server that scores are written to, again and again, for new ones, and compares their time,",
      "which is that of the scrape, with the clock.",
      ""
    },
    footer = {
      "",
      "Both clocks have to agree. A score is seen at the next look, so delays are too long by half",
      "a look on average.",
      "Exit codes: 0 measured, 1 nothing new was seen.",
      "",
      "Example:",
      "  almanac bench watch --prometheus http://localhost:9090 --for 3m"
    })
final class BenchWatchCommand extends Verb {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration LOOK = Duration.ofMillis(200);

  @Option(
      names = "--prometheus",
      paramLabel = "URL",
      required = true,
      description = "The server that scores are written to.")
  private String prometheus;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "The only authorities that may vouch for it, in PEM.")
  private Path authorities;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      defaultValue = "3m",
      converter = LengthOfTime.class,
      description = "How long to look. Default: 3m.")
  private Duration howLong;

  /** The time of the newest score that was seen of each series, in seconds. */
  private final Map<Labels, Double> newest = new HashMap<>();

  private final DoubleStream.Builder delays = DoubleStream.builder();

  @Override
  ExitCode run(Console console) throws Exception {
    InstantQuery server =
        new InstantQuery(
            Servers.read(
                prometheus,
                Optional.ofNullable(authorities),
                prefix -> Credentials.of(prefix, this::environment)),
            PATIENCE);
    try (StatusLine status = console.status()) {
      long end = System.nanoTime() + howLong.toNanos();
      while (System.nanoTime() - end < 0) {
        look(server);
        status.show(Human.count(newest.size()) + " series are scored");
        Thread.sleep(LOOK.toMillis());
      }
    }
    double[] sorted = delays.build().sorted().toArray();
    if (sorted.length == 0) {
      console.note("almanac: no new score was seen at " + prometheus + "; does almanac watch run?");
      return ExitCode.NO;
    }
    tell(sorted, console);
    return ExitCode.DONE;
  }

  private void look(InstantQuery server) {
    for (InstantQuery.Value value : server.ask("timestamp(almanac_anomaly_score)")) {
      Double before = newest.put(value.labels(), value.value());
      // How long the first one had been there, nobody knows.
      if (before != null && value.value() > before) {
        delays.add(System.currentTimeMillis() / 1000. - value.value());
      }
    }
  }

  private void tell(double[] sorted, Console console) {
    double median = sorted[sorted.length / 2];
    double p99 = sorted[(int) Math.min(sorted.length - 1, Math.ceil(.99 * sorted.length))];
    double longest = sorted[sorted.length - 1];
    if (console.json()) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("series", newest.size());
      answer.put("scores", sorted.length);
      answer.put("mean_seconds", Arrays.stream(sorted).average().orElseThrow());
      answer.put("median_seconds", median);
      answer.put("p99_seconds", p99);
      answer.put("longest_seconds", longest);
      console.sayJson(answer);
    } else {
      console.say(
          String.format(
              Locale.ROOT,
              "%s of %s series: seen after %.1f s in the median, 99 %% within %.1f s, all within"
                  + " %.1f s",
              Human.count(sorted.length, "score"),
              Human.count(newest.size()),
              median,
              p99,
              longest));
    }
  }
}
