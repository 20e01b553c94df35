package dev.almanac.backup;

import dev.almanac.archive.PartFile;
import dev.almanac.blob.BlobStore;
import dev.almanac.catalog.ArchivedFile;
import java.time.LocalDate;

/** Moves written files into the store, still unseen. */
final class StagedFiles {

  private StagedFiles() {}

  static StagedPart.StagedFile stage(BlobStore store, PartFile file, LocalDate day, String key) {
    ArchivedFile archived =
        new ArchivedFile(
            file.kind().folder(),
            day,
            key,
            file.bytes(),
            file.sha256(),
            file.rows(),
            file.firstTs(),
            file.lastTs());
    return new StagedPart.StagedFile(archived, store.prepare(key, file.path()));
  }
}
