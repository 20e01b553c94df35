package dev.almanac.archive;

import dev.almanac.blob.Sha256;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/** A new local file whose SHA-256 is taken while it is written. */
final class HashedFile implements OutputFile, Closeable {

  private final Path path;
  private long size;
  private OutputStream open = OutputStream.nullOutputStream();

  HashedFile(Path path) {
    this.path = path;
  }

  /** SHA-256 of the whole file in lower-case hexadecimal; to be asked when all is written. */
  String digest() throws IOException {
    return Sha256.of(path);
  }

  long size() {
    return size;
  }

  /** Lets go of the file, whether all of it is written or not. */
  @Override
  public void close() throws IOException {
    open.close();
  }

  @Override
  public String getPath() {
    return path.toString();
  }

  @Override
  public PositionOutputStream create(long blockSizeHint) throws IOException {
    open = Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    return new Stream(new BufferedOutputStream(open, 1 << 16));
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSizeHint) throws IOException {
    return create(blockSizeHint);
  }

  @Override
  public boolean supportsBlockSize() {
    return false;
  }

  @Override
  public long defaultBlockSize() {
    return 0;
  }

  private final class Stream extends PositionOutputStream {

    private final OutputStream out;

    Stream(OutputStream out) {
      this.out = out;
    }

    @Override
    public long getPos() {
      return size;
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      size++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      size += length;
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
