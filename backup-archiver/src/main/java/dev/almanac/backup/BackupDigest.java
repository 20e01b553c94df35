package dev.almanac.backup;

import dev.almanac.blob.Sha256;
import dev.almanac.catalog.ArchivedBlock;
import dev.almanac.catalog.ArchivedComponent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.List;

/** One digest of all that a backup is made of. */
final class BackupDigest {

  private BackupDigest() {}

  /**
   * In lower-case hexadecimal: the same for the same bytes. Without components it is that of the
   * blocks alone.
   */
  static String of(List<ArchivedBlock> blocks, List<StagedComponent> components) {
    MessageDigest digest = Sha256.digest();
    for (ArchivedBlock block : blocks) {
      for (ArchivedBlock.BlockFile file : block.files()) {
        add(digest, block.ulid() + "/" + file.path(), file.sha256());
      }
    }
    components.stream()
        .map(StagedComponent::component)
        .sorted(Comparator.comparing(ArchivedComponent::title))
        .forEach(component -> add(digest, component.title(), component.sha256()));
    return Sha256.hex(digest);
  }

  private static void add(MessageDigest digest, String name, String sha256) {
    digest.update((name + " " + sha256 + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
