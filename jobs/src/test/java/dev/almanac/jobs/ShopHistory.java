package dev.almanac.jobs;

import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;

/**
 * What a Prometheus scraped, every two minutes, of a small shop: two servers of the web, one of the
 * database. It is busy by day and quiet at weekends. On the last day a transaction that is never
 * committed takes the database's connections, and everything that follows from it happens.
 */
public final class ShopHistory {

  public static final long BEGIN = Instant.parse("2026-10-16T00:00:00Z").toEpochMilli();
  static final int DAY = 1440;
  public static final int DAYS = 32;

  private static final long MINUTE = 60_000;

  /** Every so many minutes. */
  private static final int SCRAPED = 2;

  private static final int ALL = DAYS * DAY;

  /** Of the last day, a Monday. */
  private static final int MORNING = (DAYS - 1) * DAY;

  private static final int BEGUN = MORNING + 10 * 60 + 20;
  private static final int SLOW = BEGUN + 12;
  private static final int FAILING = BEGUN + 25;
  private static final int OUT_OF_MEMORY = BEGUN + 44;
  private static final int ENDED = BEGUN + 62;

  private final Map<Labels, double[]> series = new TreeMap<>();
  private final double[] demand = new double[ALL];

  public ShopHistory() {
    double[] noise = remembered(1, 0.02);
    for (int i = 0; i < ALL; i++) {
      demand[i] = Math.max(0.02, habit(i) * (1 + noise[i])) * (1 - 0.35 * trouble(i, FAILING, 20));
    }
    addNode("web-1", 4e9, 0);
    addNode("web-2", 4e9, 6e6);
    addNode("db-1", 16e9, 1.3e9);
    addShop("web-1");
    addShop("web-2");
    addDatabase();
  }

  /** The series until the end of some day, cut into chunks as Prometheus does. */
  public Map<Labels, List<Run>> until(int days) {
    Map<Labels, List<Run>> runs = new TreeMap<>();
    series.forEach((labels, values) -> runs.put(labels, runs(values, days * DAY)));
    return runs;
  }

  private static List<Run> runs(double[] values, int until) {
    long[] times = new long[until / SCRAPED];
    double[] scraped = new double[until / SCRAPED];
    Arrays.setAll(times, i -> BEGIN + (long) i * SCRAPED * MINUTE);
    Arrays.setAll(scraped, i -> values[i * SCRAPED]);
    return runs(times, scraped);
  }

  /** Chunks of what is a number. */
  static List<Run> runs(long[] times, double[] values) {
    ChunkedRuns runs = new ChunkedRuns();
    for (int i = 0; i < times.length; i++) {
      if (!Double.isNaN(values[i])) {
        runs.add(times[i], Double.doubleToRawLongBits(values[i]));
      }
    }
    return runs.all();
  }

  /** Two waves a day, the greater in the evening; a slow start and less of all at weekends. */
  private static double habit(int step) {
    double hour = step % DAY / 60.0;
    boolean weekend = step / DAY % 7 == 1 || step / DAY % 7 == 2;
    double morning = wave(hour, weekend ? 13 : 10.5, 2.5);
    double evening = wave(hour, weekend ? 21 : 19.5, 2.2);
    return 0.12 + (weekend ? 0.45 : 1) * (0.55 * morning + 0.75 * evening);
  }

  private static double wave(double hour, double top, double width) {
    double off = Math.abs(hour - top);
    double near = Math.min(off, 24 - off) / width;
    return Math.exp(-near * near / 2);
  }

  /** How far on trouble is: it comes up in some minutes, and goes away faster. */
  private static double trouble(int step, int since, double minutes) {
    double grown = 1 - Math.exp(-Math.max(0, Math.min(step, ENDED) - since) / minutes);
    return step <= ENDED ? grown : grown * Math.exp(-(step - ENDED) / 4.0);
  }

  /** Noise that remembers itself for a quarter of an hour. */
  private static double[] remembered(long seed, double size) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] noise = new double[ALL];
    for (int i = 1; i < ALL; i++) {
      double fresh = random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5;
      noise[i] = 0.93 * noise[i - 1] + size * fresh;
    }
    return noise;
  }

  private void addNode(String host, double memory, double writes) {
    boolean database = host.startsWith("db");
    long seed = host.hashCode();
    double[] noise = remembered(seed, 0.06);
    double[] memoryNoise = remembered(seed + 1, memory * 0.004);
    double[] diskNoise = remembered(seed + 2, 4e8);
    String[] node = {"instance", host + ":9100", "job", "node"};
    add(i -> isAway(host, i) ? 0 : 1, "up", node);
    IntToDoubleFunction load =
        i ->
            Math.max(0.01, 0.2 + (database ? 3.2 : 1.9) * demand[i] + noise[i])
                + (database ? 9 * trouble(i, BEGUN + 6, 15) : 0.8 * trouble(i, SLOW, 20));
    IntToDoubleFunction taken =
        i ->
            host.equals("web-2")
                ? 2.1e9 * Math.min(1, trouble(i, SLOW, 14)) * (i < OUT_OF_MEMORY ? 1 : 0)
                : 0;
    seen(host, load, "node_load1", node);
    seen(host, i -> memory, "node_memory_MemTotal_bytes", node);
    seen(
        host,
        i ->
            Math.max(
                6e7, memory * (0.68 - 0.12 * demand[i]) + memoryNoise[i] - taken.applyAsDouble(i)),
        "node_memory_MemAvailable_bytes",
        node);
    String[] disk = {"instance", host + ":9100", "job", "node", "mountpoint", "/"};
    seen(host, i -> 1e11, "node_filesystem_size_bytes", disk);
    // Logs are rotated each night: what a day has written goes, what the database keeps stays.
    seen(
        host,
        i -> 7.6e10 - i * (writes / DAY) - 5e9 * (i % DAY) / DAY * habit(i) + diskNoise[i],
        "node_filesystem_avail_bytes",
        disk);
  }

  private void addShop(String host) {
    String[] shop = {"instance", host + ":8000", "job", "shop"};
    double share = host.equals("web-1") ? 0.55 : 0.45;
    long seed = host.hashCode() * 31L;
    double[] noise = remembered(seed, 0.01);
    double[] errors = remembered(seed + 1, 0.0004);
    double[] pace = remembered(seed + 2, 0.004);
    IntPredicate restart = i -> i > 0 && isRestarting(host, i - 1);
    IntToDoubleFunction requests = i -> 60 * 42 * share * demand[i] * (1 + noise[i]);
    IntToDoubleFunction failing =
        i -> Math.max(0, 0.003 + errors[i]) + 0.16 * trouble(i, FAILING, 10);
    IntToDoubleFunction seconds =
        i -> 0.07 + 0.05 * demand[i] + Math.abs(pace[i]) + 2.4 * trouble(i, SLOW, 18);
    add(i -> isAway(host, i) || isRestarting(host, i) ? 0 : 1, "up", shop);
    for (String code : List.of("200", "500")) {
      counted(
          host,
          i ->
              Math.rint(
                  requests.applyAsDouble(i)
                      * (code.equals("500")
                          ? failing.applyAsDouble(i)
                          : 1 - failing.applyAsDouble(i))),
          restart,
          "http_requests_total",
          "code",
          code,
          "instance",
          host + ":8000",
          "job",
          "shop");
    }
    counted(
        host,
        i -> Math.rint(requests.applyAsDouble(i)),
        restart,
        "http_request_duration_seconds_count",
        shop);
    counted(
        host,
        i -> requests.applyAsDouble(i) * seconds.applyAsDouble(i),
        restart,
        "http_request_duration_seconds_sum",
        shop);
  }

  private void addDatabase() {
    String[] database = {"datname", "shop", "instance", "db-1:9187", "job", "postgres"};
    double[] noise = remembered(5, 0.7);
    add(i -> isAway("db-1", i) ? 0 : 1, "up", "instance", "db-1:9187", "job", "postgres");
    seen(
        "db-1",
        i ->
            Math.rint(
                Math.min(
                    100, Math.max(2, 6 + 28 * demand[i] + noise[i]) + 95 * trouble(i, BEGUN, 22))),
        "pg_stat_activity_count",
        database);
  }

  /** For some minutes after the memory was used up; for one at each release, in the morning. */
  private static boolean isRestarting(String host, int step) {
    boolean killed = host.equals("web-2") && step >= OUT_OF_MEMORY && step < OUT_OF_MEMORY + 4;
    return killed || (step % DAY == 9 * 60 && step / DAY % 7 != 1 && step / DAY % 7 != 2);
  }

  /** A host was down for a while in the second week. */
  private static boolean isAway(String host, int step) {
    int night = 11 * DAY + 3 * 60;
    return host.equals("web-1") && step >= night && step < night + 150;
  }

  private void counted(
      String host, IntToDoubleFunction more, IntPredicate restart, String name, String... labels) {
    double[] total = new double[ALL];
    for (int i = 1; i < ALL; i++) {
      double before = restart.test(i) ? 0 : total[i - 1];
      total[i] = before + (isAway(host, i) ? 0 : more.applyAsDouble(i));
    }
    seen(host, i -> isRestarting(host, i) ? Double.NaN : total[i], name, labels);
  }

  /** What a host tells of itself, which is nothing while it is away. */
  private void seen(String host, IntToDoubleFunction value, String name, String... labels) {
    add(i -> isAway(host, i) ? Double.NaN : value.applyAsDouble(i), name, labels);
  }

  private void add(IntToDoubleFunction value, String name, String... labels) {
    Map<String, String> all = new TreeMap<>(Map.of(Labels.METRIC_NAME, name));
    for (int i = 0; i < labels.length; i += 2) {
      all.put(labels[i], labels[i + 1]);
    }
    double[] values = new double[ALL];
    // In the third week Prometheus itself was away for two hours.
    int away = 18 * DAY + 14 * 60;
    Arrays.setAll(values, i -> i >= away && i < away + 120 ? Double.NaN : value.applyAsDouble(i));
    series.put(Labels.of(all), values);
  }
}
