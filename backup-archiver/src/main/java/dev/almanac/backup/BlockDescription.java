package dev.almanac.backup;

import dev.almanac.catalog.ArchivedBlock;
import dev.almanac.tsdb.BlockReader;
import dev.almanac.tsdb.Tombstones;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
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

  /** One digest of all blocks, in lower-case hexadecimal: the same for the same bytes. */
  static String digest(List<ArchivedBlock> blocks) {
    MessageDigest digest = sha256();
    for (ArchivedBlock block : blocks) {
      for (ArchivedBlock.BlockFile file : block.files()) {
        String line = block.ulid() + "/" + file.path() + " " + file.sha256() + "\n";
        digest.update(line.getBytes(StandardCharsets.UTF_8));
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
