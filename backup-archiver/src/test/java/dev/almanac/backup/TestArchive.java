package dev.almanac.backup;

import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.catalog.Manifest;
import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import dev.almanac.tsdb.BlockWriter;
import dev.almanac.tsdb.Ulid;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes backups for tests, without an engine. */
public final class TestArchive {

  private final Path root;

  public TestArchive(Path root) {
    this.root = root;
  }

  BlobStore open() {
    return BlobStores.open(root.toString());
  }

  /** Archives a folder of blocks. */
  public Manifest backup(Path snapshot) {
    ArchivePlan plan =
        Archiver.plan(
            new ArchiveRequest(
                snapshot,
                root.toString(),
                new Manifest.Source(snapshot.toString(), "", List.of()),
                "almanac test"));
    List<StagedPart> parts = new ArrayList<>();
    try (PartArchiver archiver = new PartArchiver(plan)) {
      for (ArchiveSplit split : plan.splits()) {
        parts.add(archiver.archive(split, read -> {}));
      }
    }
    return BackupCommit.commit(plan, parts);
  }

  /** Writes a block with these series and chunks into a folder. */
  public static Path block(Path folder, Map<Labels, List<Run>> series) {
    try (BlockWriter block =
        BlockWriter.create(folder, Ulid.at(series.hashCode() & Integer.MAX_VALUE))) {
      new TreeMap<>(series)
          .forEach(
              (labels, runs) -> {
                block.startSeries(labels);
                runs.forEach(block::writeChunk);
              });
      return block.finish();
    }
  }
}
