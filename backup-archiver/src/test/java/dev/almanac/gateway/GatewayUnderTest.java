package dev.almanac.gateway;

import dev.almanac.archive.RollupStep;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.prometheus.PrometheusEndpoint;
import dev.almanac.prometheus.RemoteReadClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A gateway over some archives, at a free port of the loopback interface. */
public final class GatewayUnderTest implements AutoCloseable {

  private final List<BlobStore> stores;
  private final GatewayServer server;

  private GatewayUnderTest(List<BlobStore> stores, GatewayServer server) {
    this.stores = stores;
    this.server = server;
  }

  /** What may be set of it. */
  record Settings(
      Map<String, String> external,
      ReadLimits limits,
      Duration minAge,
      boolean peaks,
      GatewayServer.Load load) {

    static final Settings DEFAULT =
        new Settings(
            Map.of(),
            ReadLimits.DEFAULT,
            Duration.ZERO,
            false,
            new GatewayServer.Load(4, 16, Duration.ofMinutes(2)));

    Settings with(Map<String, String> labels) {
      return new Settings(labels, limits, minAge, peaks, load);
    }

    Settings with(ReadLimits other) {
      return new Settings(external, other, minAge, peaks, load);
    }

    Settings with(Duration age) {
      return new Settings(external, limits, age, peaks, load);
    }

    Settings withPeaks() {
      return new Settings(external, limits, minAge, true, load);
    }

    Settings with(GatewayServer.Load other) {
      return new Settings(external, limits, minAge, peaks, other);
    }
  }

  public static GatewayUnderTest over(Path... archives) {
    return over(Settings.DEFAULT, archives);
  }

  /** With labels that all series get. */
  public static GatewayUnderTest over(Map<String, String> external, Path... archives) {
    return over(Settings.DEFAULT.with(external), archives);
  }

  /** With the greatest and least of long windows out of rollups. */
  public static GatewayUnderTest withPeaksOver(Path... archives) {
    return over(Settings.DEFAULT.withPeaks(), archives);
  }

  static GatewayUnderTest over(Settings settings, Path... archives) {
    List<BlobStore> stores =
        Stream.of(archives).map(archive -> BlobStores.open(archive.toString())).toList();
    try {
      Path scratch = Files.createTempDirectory("gateway-");
      scratch.toFile().deleteOnExit();
      Gateway gateway =
          new Gateway(
              stores,
              new Gateway.Settings(
                  new ExternalLabels(settings.external()),
                  settings.limits(),
                  settings.minAge(),
                  Duration.ZERO,
                  settings.peaks(),
                  scratch));
      return new GatewayUnderTest(
          stores,
          GatewayServer.start(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
              gateway,
              settings.load(),
              (out, tally) -> {},
              "text/plain"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String url() {
    return server.url();
  }

  GatewayServer server() {
    return server;
  }

  /** Of the rollups of a step. */
  public RemoteReadClient client(RollupStep step) {
    return RemoteReadClient.at(PrometheusEndpoint.of(url()), "/api/v1/read/" + step.spelling());
  }

  public RemoteReadClient client() {
    return new RemoteReadClient(PrometheusEndpoint.of(url()));
  }

  @Override
  public void close() {
    server.close();
    stores.forEach(BlobStore::close);
  }
}
