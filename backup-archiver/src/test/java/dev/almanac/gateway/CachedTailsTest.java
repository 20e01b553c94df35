package dev.almanac.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.blob.BlobException;
import dev.almanac.blob.BlobInfo;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.blob.ForwardingBlobStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachedTailsTest {

  private static final String KEY = "samples/day=2026-11-23/a.parquet";
  private static final int SIZE = 1000;

  @TempDir private Path folder;

  /** What reached the store beneath. */
  private final List<String> asked = new ArrayList<>();

  private BlobStore store;

  @BeforeEach
  void fill() {
    store =
        new ForwardingBlobStore(BlobStores.open(folder.toString())) {
          @Override
          public Optional<BlobInfo> stat(String key) {
            asked.add("stat");
            return super.stat(key);
          }

          @Override
          public void read(String key, long position, byte[] into, int offset, int length) {
            asked.add(position + "+" + length);
            super.read(key, position, into, offset, length);
          }
        };
    byte[] content = new byte[SIZE];
    for (int i = 0; i < SIZE; i++) {
      content[i] = (byte) i;
    }
    store.putIfAbsent(KEY, content);
    store.putIfAbsent("other.parquet", content);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static byte[] read(BlobStore from, String key, int position, int length) {
    byte[] into = new byte[length + 2];
    from.read(key, position, into, 1, length);
    return Arrays.copyOfRange(into, 1, length + 1);
  }

  private static byte[] expected(int position, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (position + i);
    }
    return bytes;
  }

  @Test
  void asksOnceForTheEndOfAFile() {
    CachedTails tails = new CachedTails(store, 1 << 20);
    tails.stat(KEY);
    read(tails, KEY, 900, 100);

    assertThat(tails.stat(KEY)).contains(new BlobInfo(KEY, SIZE));
    assertThat(read(tails, KEY, 900, 100)).isEqualTo(expected(900, 100));
    assertThat(read(tails, KEY, 950, 20)).isEqualTo(expected(950, 20));
    assertThat(asked).containsExactly("stat", "900+100");
  }

  @Test
  void asksForWhatLiesBeforeTheEnd() {
    CachedTails tails = new CachedTails(store, 1 << 20);
    tails.stat(KEY);
    read(tails, KEY, 900, 100);

    assertThat(read(tails, KEY, 899, 2)).isEqualTo(expected(899, 2));
    assertThat(read(tails, KEY, 0, 10)).isEqualTo(expected(0, 10));
    assertThat(asked).containsExactly("stat", "900+100", "899+2", "0+10");
  }

  @Test
  void forgetsAFileThatCannotBeReadAnyMore() {
    CachedTails tails = new CachedTails(store, 1 << 20);
    tails.stat(KEY);
    read(tails, KEY, 900, 100);
    store.delete(KEY);

    assertThatThrownBy(() -> read(tails, KEY, 0, 10)).isInstanceOf(BlobException.class);

    assertThat(tails.stat(KEY)).isEmpty();
  }

  @Test
  void forgetsWhatWasNotUsedForLongestWhereThereIsNoRoom() {
    CachedTails tails = new CachedTails(store, 700);
    for (String key : List.of(KEY, "other.parquet")) {
      tails.stat(key);
      read(tails, key, 600, 400);
    }
    asked.clear();

    read(tails, "other.parquet", 600, 400);
    assertThat(asked).isEmpty();
    read(tails, KEY, 600, 400);
    assertThat(asked).containsExactly("600+400");
  }

  @Test
  void doesNotKeepWhetherAFileIsMissing() {
    CachedTails tails = new CachedTails(store, 1 << 20);

    assertThat(tails.stat("samples/b.parquet")).isEmpty();
    store.putIfAbsent("samples/b.parquet", new byte[3]);

    assertThat(tails.stat("samples/b.parquet")).isPresent();
  }
}
