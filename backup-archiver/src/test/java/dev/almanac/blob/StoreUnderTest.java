package dev.almanac.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A store that is put to its promises, and what the tests do with it. */
interface StoreUnderTest {

  String KEY = "samples/day=2026-01-31/01J0-0001.parquet";
  int MIB = 1 << 20;

  /** What a part of a multipart upload holds; blobs around it are tried. */
  int PART = 8 * MIB;

  int WRITERS = 16;

  /** The store, new to each test. */
  BlobStore store();

  /** Another instance of the same store, which the caller closes. */
  BlobStore open();

  /** A folder for files that are to be stored. */
  Path files();

  default Path file(byte[] content) {
    try {
      return Files.write(Files.createTempFile(files(), "blob", ""), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  default PendingBlob prepare(String key, String content) {
    return store().prepare(key, file(content.getBytes(UTF_8)));
  }

  default void put(String key, String content) {
    assertThat(store().putIfAbsent(key, content.getBytes(UTF_8))).isTrue();
  }

  default String read(String key) {
    return new String(store().read(key, MIB), UTF_8);
  }

  default List<String> keys(String prefix) {
    return store().list(prefix).stream().map(BlobInfo::key).toList();
  }

  static byte[] random(int size) {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    return content;
  }

  @FunctionalInterface
  interface Writer<T> {
    T write(int number);
  }

  /** Lets that many writers begin at the same time, and returns their results in order. */
  static <T> List<T> atOnce(int writers, Writer<T> work) throws Exception {
    CyclicBarrier start = new CyclicBarrier(writers);
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    try {
      List<Callable<T>> calls = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        int number = i;
        calls.add(
            () -> {
              start.await();
              return work.write(number);
            });
      }
      List<T> results = new ArrayList<>();
      for (Future<T> result : threads.invokeAll(calls)) {
        results.add(result.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }
}
