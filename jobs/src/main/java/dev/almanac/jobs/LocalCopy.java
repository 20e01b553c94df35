package dev.almanac.jobs;

import dev.almanac.archive.RollupLayout;
import dev.almanac.blob.BlobException;
import dev.almanac.blob.BlobInfo;
import dev.almanac.blob.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder with copies of an archive's Parquet files, for an engine that cannot read where they
 * are. The archive's objects never change, so a copy of the right size under the object's key is
 * good for ever; copies of what has left the archive are removed.
 */
final class LocalCopy {

  private static final Pattern PARQUET =
      Pattern.compile(
          "("
              + String.join("|", ArchiveFiles.KINDS)
              + ")/"
              + ArchiveFiles.DAY
              + "/[^./][^/]*\\"
              + ArchiveFiles.SUFFIX);

  private final BlobStore store;
  private final Path folder;

  /**
   * @param folder of this store's copies alone
   */
  LocalCopy(BlobStore store, Path folder) {
    this.store = store;
    this.folder = folder;
  }

  /** Fetches what is missing and forgets what is gone. */
  ArchiveFiles refresh(StatusLine status) throws IOException {
    List<BlobInfo> live = live();
    List<BlobInfo> missing = new ArrayList<>();
    for (BlobInfo blob : live) {
      Path copy = folder.resolve(blob.key());
      if (!Files.isRegularFile(copy) || Files.size(copy) != blob.size()) {
        missing.add(blob);
      }
    }
    // History may tell more than its owner wants others on this machine to know.
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    fetch(missing, status);
    forgetAllBut(live);
    return ArchiveFiles.in(folder);
  }

  private List<BlobInfo> live() {
    return Stream.concat(
            ArchiveFiles.KINDS.stream()
                .flatMap(kind -> store.list(kind + "/").stream())
                .filter(blob -> PARQUET.matcher(blob.key()).matches()),
            store.list(RollupLayout.FOLDER).stream()
                .filter(blob -> RollupLayout.placeOf(blob.key()).isPresent()))
        .toList();
  }

  private void fetch(List<BlobInfo> missing, StatusLine status) throws IOException {
    long total = missing.stream().mapToLong(BlobInfo::size).sum();
    long done = 0;
    for (BlobInfo blob : missing) {
      status.show(
          "fetching from %s: %s of %s"
              .formatted(store.location(), Human.bytes(done), Human.bytes(total)));
      fetch(blob);
      done += blob.size();
    }
  }

  private void fetch(BlobInfo blob) throws IOException {
    Path copy = folder.resolve(blob.key());
    Files.createDirectories(copy.getParent());
    Path part = Files.createTempFile(copy.getParent(), ".", ".part");
    try {
      try (InputStream in = store.open(blob.key())) {
        long size = Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
        if (size != blob.size()) {
          throw new BlobException(
              "%s: %s was listed with %d bytes and came with %d"
                  .formatted(store.location(), blob.key(), blob.size(), size));
        }
      }
      Files.move(part, copy, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private void forgetAllBut(List<BlobInfo> live) throws IOException {
    Set<Path> wanted = new HashSet<>();
    live.forEach(blob -> wanted.add(folder.resolve(blob.key())));
    ArchiveFiles copies = ArchiveFiles.in(folder);
    List<Path> all = new ArrayList<>(RollupFiles.everyIn(folder));
    List.of(copies.samples(), copies.histograms(), copies.series()).forEach(all::addAll);
    for (Path copy : all) {
      if (!wanted.contains(copy)) {
        Files.delete(copy);
      }
    }
  }
}
