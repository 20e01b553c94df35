package dev.almanac.backup.component;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Unpacks what {@link ComponentPacker} packed, and trusts none of it: only plain files with plain
 * relative paths, each once, within the limits. The folder must be new, so that nothing in it can
 * lead elsewhere.
 */
final class ComponentUnpacker {

  private static final int BUFFER = 1 << 16;

  /** Of a tar, what is not content: headers, names, padding. */
  private static final long OVERHEAD_PER_FILE = 16 << 10;

  private final Path folder;
  private final PackLimits limits;
  private long files;
  private long bytes;

  private ComponentUnpacker(Path folder, PackLimits limits) {
    this.folder = folder;
    this.limits = limits;
  }

  /**
   * Unpacks into a folder that is empty and nobody else's.
   *
   * @return how many files there were
   * @throws ComponentException where something in it is not what a component may hold
   */
  static long unpack(InputStream packed, Path folder, PackLimits limits) throws IOException {
    try (ZstdInputStream zstd = new ZstdInputStream(packed);
        InputStream bounded =
            new Bounded(zstd, limits.bytes() + (limits.files() + 1) * OVERHEAD_PER_FILE);
        TarArchiveInputStream tar =
            new TarArchiveInputStream(
                new BufferedInputStream(bounded, BUFFER), StandardCharsets.UTF_8.name())) {
      long files = new ComponentUnpacker(folder, limits).unpack(tar);
      // To the very end, where the checksum is.
      bounded.transferTo(OutputStream.nullOutputStream());
      if (files == 0) {
        throw new ComponentException("the component holds no file, or its beginning is cut off");
      }
      return files;
    } catch (IllegalArgumentException | FileAlreadyExistsException e) {
      // The tar reader's own complaints about headers; and two entries of one path, or one below
      // another.
      throw new ComponentException("the component is not what a tar may be: " + e.getMessage(), e);
    }
  }

  private long unpack(TarArchiveInputStream tar) throws IOException {
    for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
      boolean plain =
          entry.getLinkFlag() == TarConstants.LF_NORMAL
              || entry.getLinkFlag() == TarConstants.LF_OLDNORM;
      if (!plain || entry.isSparse() || entry.isDirectory()) {
        throw new ComponentException(
            "a component holds plain files only; found something else as \""
                + entry.getName().replaceAll("[\\p{Cntrl}]", "?")
                + "\"");
      }
      PackedPath.check(entry.getName());
      files++;
      limits.check(files, bytes);
      write(tar, entry);
    }
    return files;
  }

  private void write(TarArchiveInputStream tar, TarArchiveEntry entry) throws IOException {
    Path file = target(entry.getName());
    Files.createDirectories(file.getParent());
    try (OutputStream out =
        Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      byte[] buffer = new byte[BUFFER];
      for (int n = tar.read(buffer); n >= 0; n = tar.read(buffer)) {
        bytes += n;
        limits.check(files, bytes);
        out.write(buffer, 0, n);
      }
    }
    if (Files.getFileAttributeView(file, PosixFileAttributeView.class) != null) {
      Files.setPosixFilePermissions(file, Permissions.of(entry.getMode()));
    }
  }

  private Path target(String path) {
    try {
      Path file = folder.resolve(path).normalize();
      if (!file.startsWith(folder.normalize())) {
        throw new ComponentException("\"" + path + "\" leads out of the component's folder");
      }
      return file;
    } catch (InvalidPathException e) {
      throw new ComponentException("this system has no file named \"" + path + "\"", e);
    }
  }

  /** Ends the reading of what unpacks to far more than it may. */
  private static final class Bounded extends FilterInputStream {

    private final long limit;
    private long read;

    Bounded(InputStream in, long limit) {
      super(in);
      this.limit = limit;
    }

    private void count(long n) {
      read += Math.max(0, n);
      if (read > limit) {
        throw new ComponentException(
            "the component unpacks to more than " + limit + " bytes, which none may");
      }
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      count(b < 0 ? 0 : 1);
      return b;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int n = super.read(into, offset, length);
      count(n);
      return n;
    }

    @Override
    public long skip(long n) throws IOException {
      long skipped = super.skip(n);
      count(skipped);
      return skipped;
    }
  }
}
