package dev.almanac.archive;

import dev.almanac.blob.BlobException;
import dev.almanac.blob.BlobInfo;
import dev.almanac.blob.BlobStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** The bytes of one file of the archive, wherever it lies, read by ranges. */
public interface ArchiveInput {

  /** What messages call it. */
  String name();

  /** In bytes. */
  long size();

  /** Reads exactly {@code length} bytes from {@code position} of the file into {@code into}. */
  void read(long position, byte[] into, int offset, int length);

  /** Where is kept what was made of the file. */
  default FileMemory memory() {
    return FileMemory.NONE;
  }

  /** A blob; the store stays its owner's to close. */
  static ArchiveInput of(BlobStore store, String key) {
    long size =
        store
            .stat(key)
            .map(BlobInfo::size)
            .orElseThrow(() -> new BlobException(store.location() + ": there is no " + key));
    return new ArchiveInput() {
      @Override
      public String name() {
        return key;
      }

      @Override
      public long size() {
        return size;
      }

      @Override
      public void read(long position, byte[] into, int offset, int length) {
        store.read(key, position, into, offset, length);
      }
    };
  }

  /** A local file, opened anew for each range. */
  static ArchiveInput of(Path file) {
    long size;
    try {
      size = Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
    return new ArchiveInput() {
      @Override
      public String name() {
        return file.toString();
      }

      @Override
      public long size() {
        return size;
      }

      @Override
      public void read(long position, byte[] into, int offset, int length) {
        try (FileChannel channel = FileChannel.open(file)) {
          ByteBuffer buffer = ByteBuffer.wrap(into, offset, length);
          while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position() - offset) < 0) {
              throw new CorruptArchiveException(
                  file.toString(), "size", size + " bytes", "an end before");
            }
          }
        } catch (IOException e) {
          throw new UncheckedIOException(file + " cannot be read", e);
        }
      }
    };
  }
}
