package dev.almanac.jobs;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * The file that an answer goes to: written beside its place and moved there when it is whole. What
 * is there already is never replaced.
 */
record SqlOutput(Path file) {

  /** Writes a draft, which is not there yet. */
  interface Writer {
    void write(Path draft) throws IOException, SQLException;
  }

  void write(Writer writer) throws IOException, SQLException {
    if (Files.exists(file)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    Path parent = file.toAbsolutePath().getParent();
    if (!Files.isDirectory(parent)) {
      throw new NoSuchFileException(parent.toString());
    }
    Path folder = Files.createTempDirectory(parent, ".almanac-sql-");
    Path draft = folder.resolve(file.getFileName());
    try {
      writer.write(draft);
      Files.move(draft, file);
    } finally {
      Files.deleteIfExists(draft);
      Files.delete(folder);
    }
  }
}
