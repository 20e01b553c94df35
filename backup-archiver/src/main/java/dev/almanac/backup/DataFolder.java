package dev.almanac.backup;

import dev.almanac.series.TimeRange;
import dev.almanac.tsdb.BlockMeta;
import dev.almanac.tsdb.Ulid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * A folder that blocks are to be restored into: Prometheus's data folder, or one that nobody uses
 * yet.
 *
 * @param path the folder; it need not exist
 * @param blocks the blocks that are there
 * @param headFrom since when samples may be in no block but in the write-ahead log alone; empty
 *     where there is none
 * @param server the process that has the folder open, if one has
 */
public record DataFolder(
    Path path, List<BlockMeta> blocks, OptionalLong headFrom, OptionalLong server) {

  /** What Prometheus keeps in memory at most before it writes a block: one and a half of 2 h. */
  static final Duration HEAD = Duration.ofHours(3);

  /** What a Prometheus keeps open as long as it runs, each a file or a folder of some. */
  private static final List<String> SERVER_FILES =
      List.of("wal", "wbl", "chunks_head", "queries.active", "lock");

  public DataFolder {
    blocks = List.copyOf(blocks);
  }

  /** Looks at a folder. */
  public static DataFolder look(Path path) {
    try {
      List<BlockMeta> blocks = blocks(path);
      return new DataFolder(path, blocks, headFrom(path, blocks), server(path));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look into " + path, e);
    }
  }

  /** Blocks that do not describe themselves are left out: Prometheus leaves them out too. */
  private static List<BlockMeta> blocks(Path path) throws IOException {
    List<BlockMeta> blocks = new ArrayList<>();
    if (Files.isDirectory(path)) {
      try (Stream<Path> entries = Files.list(path)) {
        for (Path entry : entries.sorted().toList()) {
          if (Ulid.isUlid(entry.getFileName().toString())
              && Files.exists(entry.resolve(BlockMeta.FILE))) {
            blocks.add(BlockMeta.read(entry));
          }
        }
      }
    }
    return blocks;
  }

  private static OptionalLong headFrom(Path path, List<BlockMeta> blocks) throws IOException {
    long newestWrite = Long.MIN_VALUE;
    for (String log : List.of("wal", "wbl")) {
      if (Files.isDirectory(path.resolve(log))) {
        try (Stream<Path> segments = Files.list(path.resolve(log))) {
          for (Path segment : segments.filter(Files::isRegularFile).toList()) {
            if (Files.size(segment) > 0) {
              newestWrite = Math.max(newestWrite, Files.getLastModifiedTime(segment).toMillis());
            }
          }
        }
      }
    }
    if (newestWrite == Long.MIN_VALUE) {
      return OptionalLong.empty();
    }
    OptionalLong newestBlock = blocks.stream().mapToLong(BlockMeta::maxTime).max();
    long before = newestWrite - HEAD.toMillis();
    return OptionalLong.of(newestBlock.isPresent() ? newestBlock.getAsLong() : before);
  }

  /**
   * A running Prometheus has files of its log open. Linux tells of the processes of the same user,
   * and root of all; whoever is neither cannot write here anyway.
   */
  private static OptionalLong server(Path path) throws IOException {
    Path processes = Path.of("/proc");
    if (!Files.isDirectory(path) || !Files.isDirectory(processes)) {
      return OptionalLong.empty();
    }
    Path real = path.toRealPath();
    List<Path> servers = SERVER_FILES.stream().map(real::resolve).toList();
    long self = ProcessHandle.current().pid();
    try (DirectoryStream<Path> running = Files.newDirectoryStream(processes, "[0-9]*")) {
      for (Path process : running) {
        long id = Long.parseLong(process.getFileName().toString());
        if (id != self && hasOpen(process.resolve("fd"), servers)) {
          return OptionalLong.of(id);
        }
      }
    }
    return OptionalLong.empty();
  }

  private static boolean hasOpen(Path descriptors, List<Path> files) {
    try (DirectoryStream<Path> open = Files.newDirectoryStream(descriptors)) {
      for (Path descriptor : open) {
        Path target = Files.readSymbolicLink(descriptor);
        if (files.stream().anyMatch(target::startsWith)) {
          return true;
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // It has ended meanwhile, or is not ours to look into.
    }
    return false;
  }

  /** Whether there is anything of a Prometheus here. */
  public boolean isLive() {
    return !blocks.isEmpty() || headFrom.isPresent() || server.isPresent();
  }

  /** Why blocks that span these times must not be moved in, in one sentence with a way out. */
  public Optional<String> overlap(List<TimeRange> restored) {
    List<BlockMeta> overlapping =
        blocks.stream()
            .filter(block -> restored.stream().anyMatch(block.timeRange()::overlaps))
            .toList();
    if (overlapping.isEmpty()) {
      return Optional.empty();
    }
    BlockMeta first = overlapping.get(0);
    return Optional.of(
        "%s has %d block%s of the time that is to be restored, the first %s from %s to %s"
            .formatted(
                path,
                overlapping.size(),
                overlapping.size() == 1 ? "" : "s",
                first.ulid(),
                Instant.ofEpochMilli(first.minTime()),
                Instant.ofEpochMilli(first.maxTime())));
  }

  /**
   * Why blocks until then must not be moved in. When it starts, Prometheus forgets what its log
   * holds of times before the end of the newest block.
   *
   * @param until the end of the newest block that is to be moved in
   */
  public Optional<String> reachesIntoHead(long until) {
    if (headFrom.isEmpty() || until <= headFrom.getAsLong()) {
      return Optional.empty();
    }
    return Optional.of(
        ("what is to be restored reaches until %s, and what Prometheus has from %s on is not in"
                + " blocks yet: it would lose what its log holds of the time before the end of the"
                + " restored blocks")
            .formatted(Instant.ofEpochMilli(until), Instant.ofEpochMilli(headFrom.getAsLong())));
  }

  /** The end of the newest block, here or among those restored: retention counts from there. */
  public OptionalLong newestEnd(List<TimeRange> restored) {
    return Stream.concat(blocks.stream().map(BlockMeta::timeRange), restored.stream())
        .mapToLong(TimeRange::until)
        .max();
  }
}
