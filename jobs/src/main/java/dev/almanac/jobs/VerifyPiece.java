package dev.almanac.jobs;

import dev.almanac.backup.ArchiveCheck;
import dev.almanac.catalog.ArchivedComponent;
import dev.almanac.catalog.ArchivedFile;
import java.io.Serializable;
import java.util.List;

/** What of an archive is looked at at a time. */
sealed interface VerifyPiece extends Serializable {

  List<ArchiveCheck.Finding> findings(ArchiveCheck check);

  /** The bytes of files. */
  record Bytes(List<ArchivedFile> files) implements VerifyPiece {

    @Override
    public List<ArchiveCheck.Finding> findings(ArchiveCheck check) {
      return check.bytes(files);
    }
  }

  /** The bytes of components. */
  record Components(List<ArchivedComponent> components) implements VerifyPiece {

    @Override
    public List<ArchiveCheck.Finding> findings(ArchiveCheck check) {
      return check.components(components);
    }
  }

  /** The rows in files. */
  record Rows(List<ArchivedFile> files) implements VerifyPiece {

    @Override
    public List<ArchiveCheck.Finding> findings(ArchiveCheck check) {
      return check.rows(files);
    }
  }
}
