package dev.almanac.archive;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.util.Arrays;

/** zstd over whole pages, with one context and one buffer for all of them. */
final class PageCompressor implements AutoCloseable {

  private final ZstdCompressCtx context = new ZstdCompressCtx();
  private byte[] buffer = new byte[1 << 16];

  PageCompressor(int level) {
    context.setLevel(level);
  }

  /** The bytes as a zstd frame, or the same array where that would not be smaller. */
  byte[] compress(byte[] raw, int length) {
    int bound = Math.toIntExact(Zstd.compressBound(length));
    if (buffer.length < bound) {
      buffer = new byte[bound];
    }
    int compressed = context.compressByteArray(buffer, 0, bound, raw, 0, length);
    return compressed < length ? Arrays.copyOf(buffer, compressed) : Arrays.copyOf(raw, length);
  }

  /** The bytes as a zstd frame, whatever its size: dictionary pages have no other choice. */
  byte[] frame(byte[] raw) {
    return context.compress(raw);
  }

  @Override
  public void close() {
    context.close();
  }
}
