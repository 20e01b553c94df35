package dev.almanac.prometheus;

import com.fasterxml.jackson.databind.JsonNode;
import dev.almanac.prometheus.PrometheusException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;

/**
 * Has a Prometheus snapshot its own storage, finds the snapshot on disk and removes it afterwards.
 * Safe for use by several threads. Every call throws {@link PrometheusException}.
 *
 * @see <a href="https://prometheus.io/docs/prometheus/latest/querying/api/#snapshot">Snapshot</a>
 */
public final class SnapshotClient {

  private final PrometheusApi api;

  public SnapshotClient(PrometheusEndpoint endpoint) {
    api = new PrometheusApi(new PrometheusHttp(endpoint, PrometheusHttp.PATIENCE));
  }

  SnapshotClient(PrometheusApi api) {
    this.api = api;
  }

  /**
   * Makes a snapshot: every persistent block, hard-linked, and the head as one more block.
   *
   * @param skipHead whether to leave out the head, that is the last two or three hours
   */
  public Snapshot create(boolean skipHead) {
    String name = api.admin("snapshot?skip_head=" + skipHead).path("name").asText();
    try {
      return new Snapshot(name);
    } catch (IllegalArgumentException e) {
      throw new PrometheusException(
          Reason.MALFORMED_ANSWER, api.endpoint().url() + ": " + e.getMessage(), e);
    }
  }

  /**
   * The folder that holds the snapshot's blocks.
   *
   * @throws PrometheusException {@link Reason#NOT_ON_THIS_MACHINE} where the server runs elsewhere
   */
  public Path snapshotDirectory(Snapshot snapshot) {
    Path directory = dataDirectory().resolve("snapshots").resolve(snapshot.name());
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      throw new PrometheusException(
          Reason.NOT_ON_THIS_MACHINE,
          api.endpoint().url()
              + " keeps its snapshot in "
              + directory
              + ", which is not to be seen from here: run on its machine as a user who may read"
              + " the folder, or mount it and pass the snapshot's directory instead of the URL");
    }
    return directory;
  }

  /**
   * Removes a snapshot from the server's disk; nothing happens where it is gone already. Blocks
   * that the server still uses are hard links and stay.
   */
  public void delete(Snapshot snapshot) {
    Path directory = dataDirectory().resolve("snapshots").resolve(snapshot.name());
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    // Symbolic links are neither followed on the way down nor taken for the folder itself.
    try {
      Files.walkFileTree(snapshotDirectory(snapshot), new Removal());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove the snapshot " + directory, e);
    }
  }

  public BuildInfo buildInfo() {
    JsonNode info = api.status("buildinfo");
    return new BuildInfo(info.path("version").asText(), info.path("revision").asText());
  }

  /** The server's command-line flags, without their dashes. */
  public Map<String, String> flags() {
    Map<String, String> flags = new TreeMap<>();
    api.status("flags").properties().forEach(f -> flags.put(f.getKey(), f.getValue().asText()));
    return flags;
  }

  /** The labels that the server adds to every series it sends, in remote read too. */
  public Map<String, String> externalLabels() {
    return configuration().externalLabels();
  }

  /** What a snapshot made now leaves out, though the server would answer queries with it. */
  public SnapshotLoss loss() {
    return SnapshotLoss.of(configuration().outOfOrderWindow(), ServerMetrics.parse(api.metrics()));
  }

  private ServerConfiguration configuration() {
    return ServerConfiguration.parse(api.status("config").path("yaml").asText());
  }

  private Path dataDirectory() {
    String path = flags().get("storage.tsdb.path");
    if (path == null || path.isEmpty()) {
      throw new PrometheusException(
          Reason.NOT_A_PROMETHEUS,
          api.endpoint().url()
              + " names no storage.tsdb.path among its flags: only a Prometheus server keeps"
              + " snapshots (an agent does not)");
    }
    // Relative to where the server was started: only it knows.
    Path data = Path.of(path);
    return data.isAbsolute()
        ? data
        : Path.of(api.status("runtimeinfo").path("CWD").asText()).resolve(data).normalize();
  }

  private static final class Removal extends SimpleFileVisitor<Path> {

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.delete(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
