package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.archive.RollupLayout;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalCopyTest {

  private static final String KEY = "samples/day=2026-11-22/b-0.parquet";

  @TempDir private Path temp;
  private BlobStore store;
  private Path folder;

  @BeforeEach
  void open() {
    store = BlobStores.open(temp.resolve("store").toString());
    folder = temp.resolve("copy");
  }

  @AfterEach
  void close() {
    store.close();
  }

  private ArchiveFiles refresh() throws Exception {
    try (StatusLine status = new StatusLine(new PrintWriter(new StringWriter()), false)) {
      return new LocalCopy(store, folder).refresh(status);
    }
  }

  @Test
  void copiesEveryLiveParquetFileAndNothingElse() throws Exception {
    store.putIfAbsent(KEY, new byte[] {1, 2});
    store.putIfAbsent("series/day=2026-11-22/b-0.parquet", new byte[] {3});
    store.putIfAbsent("superseded/samples/day=2026-11-22/a-0.parquet", new byte[] {4});
    store.putIfAbsent("samples/day=2026-11-22/notes.txt", new byte[] {5});

    ArchiveFiles files = refresh();

    assertThat(files.samples()).containsExactly(folder.resolve(KEY));
    assertThat(files.series()).hasSize(1);
    assertThat(files.histograms()).isEmpty();
    assertThat(folder.resolve(KEY)).hasBinaryContent(new byte[] {1, 2});
    assertThat(folder).isDirectoryNotContaining(p -> p.endsWith("superseded"));
  }

  @Test
  void copiesRollupsAndForgetsThemWithTheArchive() throws Exception {
    String fingerprint = RollupLayout.fingerprint(List.of("b-0.parquet"));
    String key = "rollups/step=1h/day=2026-11-22/0001-" + fingerprint + ".parquet";
    String outdated = "rollups/step=1h/day=2026-11-22/0001-0123456789abcdef.parquet";
    store.putIfAbsent(KEY, new byte[] {1, 2});
    store.putIfAbsent(key, new byte[] {3});

    ArchiveFiles files = refresh();
    store.putIfAbsent(outdated, new byte[] {4});
    refresh();
    store.delete(key);
    store.delete(outdated);
    ArchiveFiles later = refresh();

    assertThat(files.rollups().all()).containsExactly(folder.resolve(key));
    assertThat(later.rollups().all()).isEmpty();
    assertThat(folder.resolve(key)).doesNotExist();
    assertThat(folder.resolve(outdated)).doesNotExist();
  }

  @Test
  void keepsACopyItHas() throws Exception {
    store.putIfAbsent(KEY, new byte[] {1, 2});
    refresh();
    FileTime longAgo = FileTime.fromMillis(0);
    Files.setLastModifiedTime(folder.resolve(KEY), longAgo);

    refresh();

    assertThat(Files.getLastModifiedTime(folder.resolve(KEY))).isEqualTo(longAgo);
  }

  @Test
  void fetchesACopyOfAnotherSizeAgain() throws Exception {
    store.putIfAbsent(KEY, new byte[] {1, 2});
    refresh();
    Files.write(folder.resolve(KEY), new byte[] {1});

    refresh();

    assertThat(folder.resolve(KEY)).hasBinaryContent(new byte[] {1, 2});
  }

  @Test
  void forgetsWhatLeftTheArchive() throws Exception {
    store.putIfAbsent(KEY, new byte[] {1, 2});
    refresh();
    store.delete(KEY);

    assertThat(refresh().isEmpty()).isTrue();
    assertThat(folder.resolve(KEY)).doesNotExist();
  }

  @Test
  void letsNobodyElseReadTheCopies() throws Exception {
    refresh();

    assertThat(Files.getPosixFilePermissions(folder)).hasSize(3);
  }
}
