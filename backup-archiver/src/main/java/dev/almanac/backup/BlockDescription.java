package dev.almanac.backup;

import dev.almanac.catalog.ArchivedBlock;
import dev.almanac.tsdb.BlockReader;
import dev.almanac.tsdb.Tombstones;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Blocks as a manifest describes them. */
final class BlockDescription {

  private BlockDescription() {}

  /** Describes every block, which reads every byte of it once for the digests. */
  static List<ArchivedBlock> of(SnapshotBlocks blocks) {
    List<ArchivedBlock> described = new ArrayList<>();
    for (BlockReader block : blocks.all()) {
      described.add(
          new ArchivedBlock(
              block.meta().ulid(),
              block.meta().timeRange(),
              block.indexVersion(),
              block.meta().json(),
              tombstones(block),
              rebuild(block),
              block.files().stream()
                  .map(f -> new ArchivedBlock.BlockFile(f.path(), f.size(), f.sha256()))
                  .toList()));
    }
    return described;
  }

  /** Version 1 has no numbered symbols; such an index is rebuilt as version 2, and told apart. */
  private static ArchivedBlock.Rebuild rebuild(BlockReader block) {
    return new ArchivedBlock.Rebuild(
        block.hasLabelIndices(),
        PaddingProbe.of(block),
        block.indexVersion() == 1 ? List.of() : block.unusedSymbols());
  }

  /** The tombstones file in Base64, or nothing where there is none. */
  private static String tombstones(BlockReader block) {
    Path file = block.folder().resolve(Tombstones.FILE);
    try {
      return Files.exists(file) ? Base64.getEncoder().encodeToString(Files.readAllBytes(file)) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
