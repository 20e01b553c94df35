package dev.almanac.jobs.bench;

import dev.almanac.blob.BlobInfo;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.ForwardingBlobStore;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** A store that counts what is read of it: each call is a request where the store is a bucket. */
public final class CountingStore extends ForwardingBlobStore implements QueryTiming.Meter {

  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  public CountingStore(BlobStore store) {
    super(store);
  }

  @Override
  public long requests() {
    return requests.get();
  }

  @Override
  public long bytes() {
    return bytes.get();
  }

  @Override
  public Optional<BlobInfo> stat(String key) {
    requests.incrementAndGet();
    return super.stat(key);
  }

  @Override
  public byte[] read(String key, int limit) {
    byte[] content = super.read(key, limit);
    requests.incrementAndGet();
    bytes.addAndGet(content.length);
    return content;
  }

  @Override
  public void read(String key, long position, byte[] into, int offset, int length) {
    requests.incrementAndGet();
    bytes.addAndGet(length);
    super.read(key, position, into, offset, length);
  }

  @Override
  public InputStream open(String key) {
    requests.incrementAndGet();
    return new FilterInputStream(super.open(key)) {
      @Override
      public int read() throws IOException {
        int read = super.read();
        bytes.addAndGet(read < 0 ? 0 : 1);
        return read;
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        int read = super.read(into, offset, length);
        bytes.addAndGet(Math.max(0, read));
        return read;
      }
    };
  }

  @Override
  public List<BlobInfo> list(String keyPrefix) {
    requests.incrementAndGet();
    return super.list(keyPrefix);
  }
}
