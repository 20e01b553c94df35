package dev.almanac.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.archive.ArchiveInput;
import dev.almanac.blob.BlobException;
import dev.almanac.blob.BlobInfo;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.catalog.ArchivedFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchivedFilesTest {

  private static final ArchivedFile FILE =
      new ArchivedFile(
          "samples",
          LocalDate.of(2026, 11, 23),
          "samples/day=2026-11-23/20261123T230000Z-00000001-00000.parquet",
          7,
          "0".repeat(64),
          1,
          0,
          0);

  @TempDir Path root;
  private BlobStore store;
  private ArchivedFiles files;

  @BeforeEach
  void openTheArchive() {
    store = BlobStores.open(root.toString());
    files = new ArchivedFiles(store);
  }

  private void put(String key) {
    assertThat(store.putIfAbsent(key, "content".getBytes(UTF_8))).isTrue();
  }

  private void move(String from, String to) {
    put(to);
    store.delete(from);
  }

  private String read(ArchiveInput input, int length) {
    byte[] into = new byte[length];
    input.read(0, into, 0, length);
    return new String(into, UTF_8);
  }

  @Test
  void findsALiveFile() throws IOException {
    put(FILE.key());

    assertThat(files.locate(FILE)).isEqualTo(new BlobInfo(FILE.key(), 7));
    try (InputStream stream = files.open(FILE)) {
      assertThat(stream.readAllBytes()).asString().isEqualTo("content");
    }
  }

  @Test
  void findsASupersededFile() throws IOException {
    put("superseded/" + FILE.key());

    assertThat(files.locate(FILE)).isEqualTo(new BlobInfo("superseded/" + FILE.key(), 7));
    assertThat(files.input(FILE).size()).isEqualTo(7);
    assertThat(files.input(FILE).name()).isEqualTo(FILE.key());
    try (InputStream stream = files.open(FILE)) {
      assertThat(stream.readAllBytes()).asString().isEqualTo("content");
    }
  }

  @Test
  void goesOnReadingAFileThatIsMovedAwayAndBack() {
    put(FILE.key());
    ArchiveInput input = files.input(FILE);

    assertThat(read(input, 4)).isEqualTo("cont");
    move(FILE.key(), FILE.supersededKey());
    assertThat(read(input, 7)).isEqualTo("content");
    move(FILE.supersededKey(), FILE.key());
    assertThat(read(input, 1)).isEqualTo("c");
  }

  @Test
  void saysWhichFileIsGone() {
    put(FILE.key());
    ArchiveInput input = files.input(FILE);
    store.delete(FILE.key());

    assertThatThrownBy(() -> files.locate(FILE))
        .isInstanceOf(BackupException.class)
        .hasMessageStartingWith(root + " lacks " + FILE.key());
    assertThatThrownBy(() -> files.open(FILE)).isInstanceOf(BackupException.class);
    assertThatThrownBy(() -> read(input, 1)).isInstanceOf(BackupException.class);
  }

  @Test
  void doesNotTakeAnotherFailureForAMissingFile() {
    put(FILE.key());
    ArchiveInput input = files.input(FILE);

    assertThatThrownBy(() -> read(input, 8))
        .isInstanceOf(BlobException.class)
        .hasMessageContaining("lie past its end");
  }
}
