package dev.almanac.jobs;

import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.gateway.ExternalLabels;
import dev.almanac.gateway.Gateway;
import dev.almanac.gateway.GatewayServer;
import dev.almanac.gateway.ReadLimits;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code almanac history serve}: PromQL over the archive, by Prometheus's remote read. */
@Command(
    name = "serve",
    description = {
      "Answers a Prometheus's remote reads from the archive: PromQL over all of history.",
      ""
    },
    footer = {
      "",
      "In prometheus.yml of the server that is to know the history:",
      "  remote_read:",
      "    - url: http://127.0.0.1:9465/api/v1/read",
      "      read_recent: false   # the default: what the server has itself is not asked for",
      "",
      "Served is what the archive shows: of each day what the newest backup says of it. A new"
          + " backup",
      "is seen within ten seconds. Where the server and the archive have the same sample,"
          + " Prometheus",
      "takes one of them, whatever read_recent is.",
      "",
      "A server with external_labels asks for series with these labels: give them here too, unless",
      "they are archived.",
      "",
      "Rollups (see 'almanac rollup') are at /api/v1/read/1h and /5m, as series of their own: a"
          + " query",
      "names one number, node_load1{rollup=\"1h\", aggregate=\"max\"}, of avg, min, max, sum,"
          + " count, first,",
      "last, increase. Give such a remote_read required_matchers: {rollup: 1h}.",
      "",
      "Several archives are one history: --archive A,B. Samples that both have are shown once.",
      "/healthz tells the newest backup of each, /metrics what was answered.",
      "Nobody is asked for a password: put a proxy with TLS before it for others than this"
          + " machine.",
      "",
      "Examples:",
      "  almanac history serve --archive /backup/history --listen 127.0.0.1:9465",
      "  almanac history serve --archive s3://backups/a,s3://backups/b --external-label replica=a"
    })
final class HistoryServeCommand extends Verb {

  private static final Duration REFRESH = Duration.ofSeconds(10);

  @Mixin private ArchiveOption archive;

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      converter = MetricsEndpoint.Address.class,
      defaultValue = "127.0.0.1:9465",
      description = "Where to listen; a port alone is one of 127.0.0.1. Default: ${DEFAULT-VALUE}.")
  private InetSocketAddress listen;

  @Option(
      names = "--external-label",
      paramLabel = "NAME=VALUE",
      description = "A label that all series get that do not have it; may be given several times.")
  private Map<String, String> externalLabels = new LinkedHashMap<>();

  @Option(
      names = "--min-age",
      paramLabel = "TIME",
      converter = LengthOfTime.class,
      description = "Leave samples that are younger to the live server. Default: none.")
  private Duration minAge = Duration.ZERO;

  @Option(
      names = "--rollups",
      description = {
        "Answer min_over_time and max_over_time of one window from rollups, in days that lie in it",
        "altogether: the same answer from less. For one archive. Default: from samples."
      })
  private boolean rollups;

  @Option(
      names = "--max-series",
      paramLabel = "N",
      description = "The most series of one query. Default: 200,000.")
  private long maxSeries = ReadLimits.DEFAULT.series();

  @Option(
      names = "--max-samples",
      paramLabel = "N",
      description = "The most samples of one query. Default: 50,000,000, as Prometheus has it.")
  private long maxSamples = ReadLimits.DEFAULT.samples();

  @Option(
      names = "--max-bytes",
      paramLabel = "N",
      description = "The most bytes of one answer on disk. Default: 2,147,483,648.")
  private long maxBytes = ReadLimits.DEFAULT.bytes();

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      defaultValue = "4",
      description = "How many queries are answered at once. Default: ${DEFAULT-VALUE}.")
  private int concurrency;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = LengthOfTime.class,
      defaultValue = "2m",
      description = "How long a query may take, waiting included. Default: ${DEFAULT-VALUE}.")
  private Duration timeout;

  @Override
  ExitCode run(Console console) throws Exception {
    check();
    List<BlobStore> stores = new ArrayList<>();
    try {
      for (String root : archive.root().split(",", -1)) {
        stores.add(BlobStores.open(root.strip()));
      }
      serve(console, stores);
    } finally {
      stores.forEach(BlobStore::close);
    }
    return ExitCode.DONE;
  }

  private void check() {
    if (rollups && archive.root().contains(",")) {
      throw usage("--rollups goes with one archive: two greatests of an hour cannot both be sent");
    }
    if (concurrency < 1) {
      throw usage("--concurrency must be 1 or more");
    }
    if (maxSeries < 1 || maxSamples < 1 || maxBytes < 1) {
      throw usage("--max-series, --max-samples and --max-bytes must be 1 or more");
    }
  }

  private ExternalLabels labels() {
    try {
      return new ExternalLabels(externalLabels);
    } catch (IllegalArgumentException e) {
      throw usage(e.getMessage());
    }
  }

  private void serve(Console console, List<BlobStore> stores)
      throws IOException, InterruptedException {
    Gateway gateway =
        new Gateway(
            stores,
            new Gateway.Settings(
                labels(),
                new ReadLimits(maxSeries, maxSamples, maxBytes),
                minAge,
                REFRESH,
                rollups,
                Path.of(System.getProperty("java.io.tmpdir"))));
    // What cannot be read at all is told now, not to the first who asks.
    List<String> backups = gateway.newestBackups();
    GatewayServer.Load load = new GatewayServer.Load(concurrency, 4 * concurrency, timeout);
    try (GatewayServer server =
        GatewayServer.start(
            listen,
            gateway,
            load,
            GatewayMetrics::write,
            PrometheusTextFormatWriter.CONTENT_TYPE)) {
      for (int i = 0; i < backups.size(); i++) {
        console.note(
            "%s: %s"
                .formatted(
                    stores.get(i).location(),
                    backups.get(i).isEmpty() ? "no backup yet" : "backup " + backups.get(i)));
      }
      console.note("remote read at " + server.url() + "/api/v1/read");
      new CountDownLatch(1).await();
    }
  }
}
