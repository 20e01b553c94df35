package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.prometheus.PrometheusServer;
import dev.almanac.prometheus.SnapshotClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The blocks of a server's snapshot as another server's data. */
final class SnapshotCopy {

  private SnapshotCopy() {}

  /**
   * Copies the blocks that begin from some time on.
   *
   * @return whether some do not
   */
  static boolean of(PrometheusServer server, Path data, long from) throws IOException {
    SnapshotClient snapshots = new SnapshotClient(server.endpoint());
    Path snapshot = snapshots.snapshotDirectory(snapshots.create(false));
    Files.createDirectories(data);
    for (Path block : blocks(snapshot)) {
      String meta = Files.readString(block.resolve("meta.json"));
      if (Long.parseLong(meta.replaceAll("(?s).*\"minTime\": ?(\\d+).*", "$1")) >= from) {
        copy(block, data.resolve(block.getFileName()));
      }
    }
    assertThat(blocks(data)).isNotEmpty();
    return blocks(data).size() < blocks(snapshot).size();
  }

  private static List<Path> blocks(Path folder) throws IOException {
    try (Stream<Path> blocks = Files.list(folder)) {
      return blocks.toList();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }
}
