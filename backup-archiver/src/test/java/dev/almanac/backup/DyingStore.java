package dev.almanac.backup;

import dev.almanac.blob.BlobInfo;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.PendingBlob;
import dev.almanac.blob.PendingInfo;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A store whose user is killed before its n-th call: that call and all later ones never happen. */
public final class DyingStore implements BlobStore {

  /** What is thrown in place of the end of the process; nobody may catch it to go on. */
  public static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  private final BlobStore store;
  private int left;

  /**
   * A store for one process that is killed.
   *
   * @param calls how many calls succeed
   */
  public DyingStore(BlobStore store, int calls) {
    this.store = store;
    left = calls;
  }

  private BlobStore alive() {
    if (left == 0) {
      throw new Killed();
    }
    left--;
    return store;
  }

  /** What a process that died holds is free, for its successor can see that it is dead. */
  public static void forgetLocks(BlobStore store) {
    store.list("locks/").forEach(entry -> store.delete(entry.key()));
  }

  @Override
  public String location() {
    return store.location();
  }

  @Override
  public Optional<BlobInfo> stat(String key) {
    return alive().stat(key);
  }

  @Override
  public byte[] read(String key, int limit) {
    return alive().read(key, limit);
  }

  @Override
  public void read(String key, long position, byte[] into, int offset, int length) {
    alive().read(key, position, into, offset, length);
  }

  @Override
  public InputStream open(String key) {
    return alive().open(key);
  }

  @Override
  public boolean putIfAbsent(String key, byte[] content) {
    return alive().putIfAbsent(key, content);
  }

  @Override
  public boolean copyIfAbsent(String from, String to) {
    return alive().copyIfAbsent(from, to);
  }

  @Override
  public PendingBlob prepare(String key, Path file) {
    return alive().prepare(key, file);
  }

  @Override
  public boolean publish(PendingBlob pending) {
    return alive().publish(pending);
  }

  @Override
  public void discard(PendingBlob pending) {
    alive().discard(pending);
  }

  @Override
  public List<PendingInfo> pending() {
    return alive().pending();
  }

  @Override
  public boolean discard(PendingInfo pending) {
    return alive().discard(pending);
  }

  @Override
  public List<BlobInfo> list(String keyPrefix) {
    return alive().list(keyPrefix);
  }

  @Override
  public void delete(String key) {
    alive().delete(key);
  }

  @Override
  public void close() {
    store.close();
  }
}
