package dev.almanac.jobs;

import dev.almanac.jobs.bench.Machine;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code almanac bench serve}: how many forecasts a server answers, and how fast. */
@Command(
    name = "serve",
    description = {
      "Asks a running 'almanac serve' for forecasts, a series at a time, as fast as it answers.",
      "The token is taken from ALMANAC_TOKEN.",
      ""
    },
    footer = {
      "",
      "With --promote those versions become champion in turn while it is asked, which takes a"
          + " token",
      "of scope operate; the last of them stays champion.",
      "",
      "Example:",
      "  ALMANAC_TOKEN=… almanac bench serve --url http://127.0.0.1:8470 --promote 1,2"
    })
final class BenchServeCommand extends Verb {

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:8470",
      description = "The server. Default: ${DEFAULT-VALUE}.")
  private String url;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      defaultValue = "20s",
      converter = Hours.class,
      description = "How long. Default: ${DEFAULT-VALUE}.")
  private Duration time;

  @Option(
      names = "--clients",
      paramLabel = "N",
      defaultValue = "4",
      description = "How many ask at once. Default: ${DEFAULT-VALUE}.")
  private int clients;

  @Option(
      names = "--horizon",
      paramLabel = "TIME",
      defaultValue = "24h",
      description = "How far ahead. Default: ${DEFAULT-VALUE}.")
  private String horizon;

  @Option(
      names = "--promote",
      paramLabel = "VERSION",
      split = ",",
      description = "Versions that become champion in turn, at equal distances of time.")
  private List<Integer> versions = List.of();

  @Option(
      names = "--model",
      paramLabel = "NAME",
      defaultValue = "metrics",
      description = "Whose versions those are. Default: ${DEFAULT-VALUE}.")
  private String model;

  private record Asked(List<Long> nanoseconds, SortedMap<Integer, Integer> versions) {}

  @Override
  ExitCode run(Console console) throws Exception {
    String token = environment("ALMANAC_TOKEN");
    if (token == null || clients < 1) {
      throw usage("ALMANAC_TOKEN is a token, and --clients at least 1");
    }
    ServeLoad load = new ServeLoad(url, token);
    List<HttpRequest> requests = load.requests(horizon);
    if (requests.isEmpty()) {
      throw new IOException(url + " knows no series to forecast");
    }
    long begin = System.nanoTime();
    long end = begin + time.toNanos();
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    List<Future<Asked>> asking = new ArrayList<>();
    for (int client = 0; client < clients; client++) {
      int first = client * requests.size() / clients;
      asking.add(threads.submit(() -> ask(load, requests, first, end)));
    }
    threads.shutdown();
    promote(load, begin);
    tell(console, asking, requests.size());
    return ExitCode.DONE;
  }

  private void promote(ServeLoad load, long begin) throws IOException, InterruptedException {
    for (int i = 0; i < versions.size(); i++) {
      long at = begin + time.toNanos() * (i + 1) / (versions.size() + 1);
      Thread.sleep(Math.max(0, Duration.ofNanos(at - System.nanoTime()).toMillis()));
      load.promote(model, versions.get(i));
    }
  }

  private static Asked ask(ServeLoad load, List<HttpRequest> requests, int first, long end)
      throws IOException, InterruptedException {
    List<Long> took = new ArrayList<>();
    SortedMap<Integer, Integer> versions = new TreeMap<>();
    int i = first;
    do {
      long begin = System.nanoTime();
      int version = load.version(requests.get(i++ % requests.size()));
      took.add(System.nanoTime() - begin);
      versions.merge(version, 1, Integer::sum);
    } while (System.nanoTime() < end);
    return new Asked(took, versions);
  }

  private void tell(Console console, List<Future<Asked>> asking, int series)
      throws InterruptedException, ExecutionException {
    List<Long> all = new ArrayList<>();
    SortedMap<Integer, Integer> answered = new TreeMap<>();
    for (Future<Asked> one : asking) {
      all.addAll(one.get().nanoseconds());
      one.get().versions().forEach((version, n) -> answered.merge(version, n, Integer::sum));
    }
    long[] took = all.stream().mapToLong(Long::longValue).sorted().toArray();
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("machine", Machine.describe().view());
    view.put("series", series);
    view.put("clients", clients);
    view.put("requests", took.length);
    view.put("per_second", took.length * 1e9 / time.toNanos());
    for (double part : new double[] {0.5, 0.99, 0.999, 1}) {
      view.put("p" + (part * 100) + "_ms", quantile(took, part));
    }
    view.put("versions", answered);
    if (console.json()) {
      console.sayJson(view);
    } else {
      console.say(
          String.format(
              Locale.ROOT,
              "%d forecasts of %d series, %.0f a second; half within %.1f ms, 99 %% within %.1f ms,"
                  + " 99.9 %% within %.1f ms",
              took.length,
              series,
              took.length * 1e9 / time.toNanos(),
              quantile(took, 0.5),
              quantile(took, 0.99),
              quantile(took, 0.999)));
      answered.forEach((version, n) -> console.say("by v" + version + ": " + n));
    }
  }

  private static double quantile(long[] sorted, double part) {
    int at = (int) Math.ceil(part * sorted.length) - 1;
    return sorted.length == 0 ? Double.NaN : sorted[Math.max(0, at)] / 1e6;
  }
}
