package dev.almanac.jobs;

import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.registry.http.AlmanacServer;
import dev.almanac.registry.http.Limits;
import dev.almanac.registry.http.ServeSettings;
import dev.almanac.registry.http.Tls;
import dev.almanac.registry.token.Doorkeeper;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code almanac serve}: models, forecasts and backups over HTTP. */
@Command(
    name = "serve",
    description = {
      "Serves an archive over HTTP until it is stopped: models, forecasts, backups.",
      "Browsers are shown the console, at /.",
      "Whoever asks needs a token: 'almanac token create' makes one.",
      ""
    },
    footer = {
      "",
      "Programs that know MLflow's registry know this one: MLFLOW_TRACKING_URI=http://HOST:PORT"
          + " and",
      "MLFLOW_TRACKING_TOKEN=TOKEN. /openapi.json describes the rest, docs/api.md explains it.",
      "",
      "Examples:",
      "  almanac serve --archive /backup/history",
      "  almanac serve --archive /backup/history --prometheus http://localhost:9090",
      "  almanac serve --archive s3://backups/prometheus --listen 0.0.0.0:8443 \\",
      "    --tls-certificate fullchain.pem --tls-key privkey.pem"
    })
final class ServeCommand extends Verb {

  @Mixin private ArchiveOption archive;

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:8470",
      converter = MetricsEndpoint.Address.class,
      description = {
        "Where. A port alone is one of 127.0.0.1. Default: 127.0.0.1:8470.",
        "What others can reach needs a certificate, or --plain."
      })
  private InetSocketAddress listen;

  @Option(
      names = "--tls-certificate",
      paramLabel = "FILE",
      description = "PEM: the server's certificate, and those that lead to a known one.")
  private Path certificate;

  @Option(names = "--tls-key", paramLabel = "FILE", description = "PEM, PKCS 8: its key.")
  private Path key;

  @Option(
      names = "--plain",
      description = "Listen where others reach it without TLS: tokens can be read on the way.")
  private boolean plain;

  @Option(
      names = "--trust-proxy",
      paramLabel = "ADDRESS",
      description = "Believe this proxy's X-Forwarded-For, for the audit log. May be repeated.")
  private Set<String> proxies = Set.of();

  @Option(
      names = "--audit",
      paramLabel = "FILE",
      defaultValue = "./var/log/audit.jsonl",
      description = {
        "Who changed what and who was refused, a line of JSON each.",
        "Default: ./var/log/audit.jsonl."
      })
  private Path audit;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      defaultValue = "metrics",
      description = "Which model forecasts where a request names none. Default: metrics.")
  private String model;

  @Option(
      names = "--refresh",
      paramLabel = "TIME",
      defaultValue = "15s",
      converter = Hours.class,
      description = "How often to look for new versions and backups. Default: 15s.")
  private Duration refresh;

  @Mixin private ServeSources sources;

  @Override
  ExitCode run(Console console) throws Exception {
    if ((certificate == null) != (key == null)) {
      throw usage("--tls-certificate and --tls-key go together");
    }
    try (BlobStore store = BlobStores.open(archive.root());
        WorkFolder uploads = WorkFolder.create();
        AlmanacServer server =
            AlmanacServer.start(
                store,
                settings(uploads.path()),
                sources.facilities(archive.root(), this::environment))) {
      CountDownLatch stopped = new CountDownLatch(1);
      // Whoever asked before the signal came is answered before the JVM ends.
      Thread atExit = new Thread(server::close, "stop");
      Runtime.getRuntime().addShutdownHook(atExit);
      tell(console, server, store);
      try {
        stopped.await();
      } catch (InterruptedException e) {
        Runtime.getRuntime().removeShutdownHook(atExit);
      }
    }
    return ExitCode.DONE;
  }

  private void tell(Console console, AlmanacServer server, BlobStore store) {
    if (console.json()) {
      console.sayJson(Map.of("url", server.url(), "archive", archive.root()));
    } else {
      console.say("serving " + archive.root() + " at " + server.url());
    }
    if (!new Doorkeeper(store).hasTokens()) {
      console.note(
          "almanac: there is no token yet, so nobody is let in: almanac token create --name NAME"
              + " --scope read --archive "
              + archive.root());
    }
    console.flush();
  }

  private ServeSettings settings(Path uploads) {
    try {
      return new ServeSettings(
          listen,
          certificate == null ? Optional.empty() : Optional.of(new Tls(certificate, key)),
          plain,
          proxies,
          audit,
          uploads,
          model,
          refresh,
          Limits.DEFAULT);
    } catch (IllegalArgumentException e) {
      throw usage("--listen " + e.getMessage() + " (--tls-certificate, --plain)");
    }
  }
}
