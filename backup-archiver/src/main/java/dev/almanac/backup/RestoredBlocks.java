package dev.almanac.backup;

import dev.almanac.catalog.ArchivedBlock;
import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import dev.almanac.series.Selector;
import dev.almanac.series.SeriesCursor;
import dev.almanac.series.TimeRange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Blocks in a folder, to be compared with what was archived of them. */
public final class RestoredBlocks implements SeriesComparison.Side {

  private final Path folder;
  private final TimeRange time;

  /**
   * @param time which samples are to be compared
   */
  public RestoredBlocks(Path folder, TimeRange time) {
    this.folder = folder;
    this.time = time;
  }

  /** What of a block is not in the folder to the byte, in sentences. */
  public static List<String> differences(ArchivedBlock block, Path folder) {
    Path path = folder.resolve(block.ulid());
    return Files.isDirectory(path)
        ? ExactRestore.differences(block, path).stream()
            .map(difference -> describe(block, difference))
            .toList()
        : List.of("block " + block.ulid() + " is missing");
  }

  /** A difference in one sentence. */
  public static String describe(ArchivedBlock block, RestoredBlock.FileDifference difference) {
    return "%s/%s: expected %s, found %s"
        .formatted(block.ulid(), difference.path(), difference.expected(), difference.found());
  }

  @Override
  public SeriesCursor open(Selector selector) {
    SnapshotBlocks blocks = SnapshotBlocks.open(folder);
    return new FilteredSeries(
        new Closing(blocks, blocks.cursor(selector.range(), time)), selector::matches);
  }

  /** A cursor that closes the blocks it reads from. */
  private record Closing(SnapshotBlocks blocks, SeriesCursor cursor) implements SeriesCursor {

    @Override
    public boolean nextSeries() {
      return cursor.nextSeries();
    }

    @Override
    public Labels labels() {
      return cursor.labels();
    }

    @Override
    public Run nextRun() {
      return cursor.nextRun();
    }

    @Override
    public void close() {
      cursor.close();
      blocks.close();
    }
  }
}
