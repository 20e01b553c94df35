package dev.almanac.backup.component;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of a file to pack. */
public interface FileContent {

  /** How many bytes there are. */
  long size();

  /** Exactly {@link #size} bytes, unless the file changes meanwhile; the caller closes it. */
  InputStream open() throws IOException;

  /** Bytes that are in memory already. */
  static FileContent of(byte[] bytes) {
    return new FileContent() {
      @Override
      public long size() {
        return bytes.length;
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(bytes);
      }
    };
  }
}
