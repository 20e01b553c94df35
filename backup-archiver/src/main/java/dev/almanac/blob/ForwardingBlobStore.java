package dev.almanac.blob;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A store that hands everything on to another: for those that add something to a few methods. */
public abstract class ForwardingBlobStore implements BlobStore {

  private final BlobStore store;

  /**
   * @param store is closed with this one
   */
  protected ForwardingBlobStore(BlobStore store) {
    this.store = store;
  }

  @Override
  public String location() {
    return store.location();
  }

  @Override
  public Optional<BlobInfo> stat(String key) {
    return store.stat(key);
  }

  @Override
  public byte[] read(String key, int limit) {
    return store.read(key, limit);
  }

  @Override
  public void read(String key, long position, byte[] into, int offset, int length) {
    store.read(key, position, into, offset, length);
  }

  @Override
  public InputStream open(String key) {
    return store.open(key);
  }

  @Override
  public boolean putIfAbsent(String key, byte[] content) {
    return store.putIfAbsent(key, content);
  }

  @Override
  public boolean copyIfAbsent(String from, String to) {
    return store.copyIfAbsent(from, to);
  }

  @Override
  public PendingBlob prepare(String key, Path file) {
    return store.prepare(key, file);
  }

  @Override
  public boolean publish(PendingBlob pending) {
    return store.publish(pending);
  }

  @Override
  public void discard(PendingBlob pending) {
    store.discard(pending);
  }

  @Override
  public List<PendingInfo> pending() {
    return store.pending();
  }

  @Override
  public boolean discard(PendingInfo pending) {
    return store.discard(pending);
  }

  @Override
  public List<BlobInfo> list(String keyPrefix) {
    return store.list(keyPrefix);
  }

  @Override
  public void delete(String key) {
    store.delete(key);
  }

  @Override
  public void close() {
    store.close();
  }
}
