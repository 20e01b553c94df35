package dev.almanac.jobs.bench;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A folder as {@code tar | zstd -3} would pack it, of which only the size is kept. */
public final class ZstdTarball {

  private static final int LEVEL = 3;

  private ZstdTarball() {}

  /** The size in bytes of one tarball of these folders. */
  public static long size(List<Path> folders) throws IOException {
    Counting counted = new Counting();
    try (ZstdOutputStream zstd = new ZstdOutputStream(counted, LEVEL);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(zstd)) {
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      for (Path folder : folders) {
        add(folder, tar);
      }
    }
    return counted.bytes;
  }

  private static void add(Path folder, TarArchiveOutputStream tar) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    Path parent = folder.toAbsolutePath().getParent();
    for (Path file : files) {
      String name = parent.relativize(file.toAbsolutePath()).toString();
      tar.putArchiveEntry(new TarArchiveEntry(file, name));
      Files.copy(file, tar);
      tar.closeArchiveEntry();
    }
  }

  private static final class Counting extends OutputStream {

    private long bytes;

    @Override
    public void write(int b) {
      bytes++;
    }

    @Override
    public void write(byte[] from, int offset, int length) {
      bytes += length;
    }
  }
}
