package dev.almanac.backup;

import dev.almanac.catalog.ArchivedBlock;
import dev.almanac.tsdb.BlockReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
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
              block.timeRange(),
              block.indexVersion(),
              block.meta().json(),
              block.tombstones().toBase64(),
              block.files().stream()
                  .map(f -> new ArchivedBlock.BlockFile(f.path(), f.size(), f.sha256()))
                  .toList()));
    }
    return described;
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

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
