package dev.almanac.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.archive.ArchivePart;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.catalog.ArchivedFile;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchivedPartsTest {

  private BlobStore store;

  @BeforeEach
  void open(@TempDir Path root) {
    store = BlobStores.open(root.toString());
  }

  @AfterEach
  void close() {
    store.close();
  }

  private ArchivedFile file(String kind, String day, String part) {
    String key = kind + "/day=" + day + "/" + part + ".parquet";
    store.putIfAbsent(key, new byte[] {1});
    return new ArchivedFile(kind, LocalDate.parse(day), key, 1, "0".repeat(64), 1, 0, 0);
  }

  @Test
  void joinFilesOfOneWorkerAndDay() {
    List<ArchivePart> parts =
        ArchivedParts.open(
            store,
            List.of(
                file("histograms", "2026-11-21", "a-00001"),
                file("samples", "2026-11-21", "a-00000"),
                file("samples", "2026-11-22", "a-00000"),
                file("series", "2026-11-21", "a-00000"),
                file("series", "2026-11-21", "a-00001"),
                file("series", "2026-11-22", "a-00000")));

    assertThat(parts).hasSize(3);
    assertThat(parts.get(0).samples().name()).endsWith("2026-11-21/a-00000.parquet");
    assertThat(parts.get(0).histograms()).isNull();
    assertThat(parts.get(1).samples()).isNull();
    assertThat(parts.get(1).histograms().name()).endsWith("2026-11-21/a-00001.parquet");
    assertThat(parts.get(2).series().name()).endsWith("2026-11-22/a-00000.parquet");
  }

  @Test
  void nameAFileThatIsGone() {
    ArchivedFile file = file("series", "2026-11-21", "a-00000");
    store.delete(file.key());

    assertThatThrownBy(() -> ArchivedParts.open(store, List.of(file)))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining(file.key());
  }
}
