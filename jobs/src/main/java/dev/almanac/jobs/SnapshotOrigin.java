package dev.almanac.jobs;

import dev.almanac.backup.LateSource;
import dev.almanac.catalog.Manifest;
import dev.almanac.prometheus.Credentials;
import dev.almanac.prometheus.PrometheusEndpoint;
import dev.almanac.prometheus.Snapshot;
import dev.almanac.prometheus.SnapshotClient;
import dev.almanac.prometheus.SnapshotLoss;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A snapshot to archive: a folder somebody else keeps, or one taken for the purpose. */
abstract class SnapshotOrigin implements AutoCloseable {

  /** The folder of blocks. */
  abstract Path folder();

  /** What the manifest says of it. */
  abstract Manifest.Source source();

  /** The server to ask for what the snapshot lacks; null where there is none, or no need. */
  abstract LateSource server();

  /** Removes the snapshot where it was taken for the purpose. */
  @Override
  public abstract void close();

  /**
   * @param from a folder or a URL
   * @param environment where credentials are found
   */
  static SnapshotOrigin of(String from, UnaryOperator<String> environment) {
    if (!from.startsWith("http://") && !from.startsWith("https://")) {
      return new Folder(Path.of(from));
    }
    PrometheusEndpoint endpoint =
        Servers.read(from, Optional.empty(), prefix -> Credentials.of(prefix, environment));
    return Server.snapshotOf(new SnapshotClient(endpoint), endpoint);
  }

  private static final class Folder extends SnapshotOrigin {

    private final Path folder;

    Folder(Path folder) {
      this.folder = folder;
    }

    @Override
    Path folder() {
      return folder.toAbsolutePath();
    }

    @Override
    Manifest.Source source() {
      return new Manifest.Source(folder.toString(), "", List.of());
    }

    @Override
    LateSource server() {
      return null;
    }

    @Override
    public void close() {}
  }

  private static final class Server extends SnapshotOrigin {

    private final SnapshotClient client;
    private final Snapshot snapshot;
    private final Path folder;
    private final Manifest.Source source;
    private final LateSource server;

    private Server(
        SnapshotClient client,
        Snapshot snapshot,
        Path folder,
        Manifest.Source source,
        LateSource server) {
      this.client = client;
      this.server = server;
      this.snapshot = snapshot;
      this.folder = folder;
      this.source = source;
    }

    static Server snapshotOf(SnapshotClient client, PrometheusEndpoint endpoint) {
      SnapshotLoss loss = client.loss();
      Manifest.Source source =
          new Manifest.Source(endpoint.toString(), client.buildInfo().version(), loss.sentences());
      LateSource server =
          loss.mayLackSamples()
              ? new RunningServer(endpoint, loss.outOfOrderWindow(), client.externalLabels())
              : null;
      Snapshot snapshot = client.create(false);
      try {
        return new Server(client, snapshot, client.snapshotDirectory(snapshot), source, server);
      } catch (RuntimeException e) {
        deleteAfter(client, snapshot, e);
        throw e;
      }
    }

    private static void deleteAfter(
        SnapshotClient client, Snapshot snapshot, RuntimeException failure) {
      try {
        client.delete(snapshot);
      } catch (RuntimeException e) {
        failure.addSuppressed(e);
      }
    }

    @Override
    Path folder() {
      return folder;
    }

    @Override
    Manifest.Source source() {
      return source;
    }

    @Override
    LateSource server() {
      return server;
    }

    @Override
    public void close() {
      client.delete(snapshot);
    }
  }
}
