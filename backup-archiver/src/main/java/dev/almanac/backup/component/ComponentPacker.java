package dev.almanac.backup.component;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Packs files as a zstd-compressed tar whose bytes depend on nothing but the files' paths,
 * permission bits and content: entries in order of paths, no times, no owners, no folders.
 */
final class ComponentPacker {

  private static final int LEVEL = 12;
  private static final int BUFFER = 1 << 16;

  private ComponentPacker() {}

  /** Writes the files, and closes {@code out}. */
  static void pack(Collection<ComponentFile> files, PackLimits limits, OutputStream out)
      throws IOException {
    List<ComponentFile> sorted =
        files.stream().sorted(Comparator.comparing(ComponentFile::path)).toList();
    check(sorted, limits);
    try (ZstdOutputStream zstd = new ZstdOutputStream(out, LEVEL);
        TarArchiveOutputStream tar =
            new TarArchiveOutputStream(
                new BufferedOutputStream(zstd, BUFFER), StandardCharsets.UTF_8.name())) {
      zstd.setChecksum(true);
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      tar.setAddPaxHeadersForNonAsciiNames(true);
      for (ComponentFile file : sorted) {
        add(file, tar);
      }
    }
  }

  private static void check(List<ComponentFile> sorted, PackLimits limits) {
    String previous = null;
    long bytes = 0;
    for (ComponentFile file : sorted) {
      if (file.path().equals(previous)) {
        throw new ComponentException("two files of the component have the path " + previous);
      }
      previous = file.path();
      bytes += file.content().size();
    }
    limits.check(sorted.size(), bytes);
  }

  private static void add(ComponentFile file, TarArchiveOutputStream tar) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(file.path());
    entry.setSize(file.content().size());
    entry.setMode(file.mode());
    entry.setModTime(0);
    entry.setIds(0, 0);
    entry.setNames("", "");
    tar.putArchiveEntry(entry);
    try (InputStream content = file.content().open()) {
      copy(content, file, tar);
    }
    tar.closeArchiveEntry();
  }

  /** The tar's header has promised a size, so a file that grows or shrinks cannot be packed. */
  private static void copy(InputStream content, ComponentFile file, OutputStream tar)
      throws IOException {
    byte[] buffer = new byte[BUFFER];
    long left = file.content().size();
    for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
      left -= n;
      if (left < 0) {
        break;
      }
      tar.write(buffer, 0, n);
    }
    if (left != 0) {
      throw new ComponentException(
          file.path() + " changed its size while it was packed; run the backup again");
    }
  }
}
