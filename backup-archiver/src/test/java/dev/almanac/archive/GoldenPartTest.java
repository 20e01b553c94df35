package dev.almanac.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class GoldenPartTest {

  private static ArchiveInput file(ArchiveKind kind) throws URISyntaxException {
    String name = "/archive/v1/" + kind.folder() + ".parquet";
    return ArchiveInput.of(Path.of(GoldenPartTest.class.getResource(name).toURI()));
  }

  @Test
  void readsWhatFormat1HasWritten() throws URISyntaxException {
    ArchivePart part =
        new ArchivePart(
            file(ArchiveKind.SERIES), file(ArchiveKind.SAMPLES), file(ArchiveKind.HISTOGRAMS));

    assertThat(SampleData.read(part)).isEqualTo(GoldenPart.data().text());
  }

  @Test
  void readsTheChunksThatFormat1HasKept() throws URISyntaxException {
    ChunkRows rows = ChunkRows.open(file(ArchiveKind.CHUNKS));

    ArchivedChunk chunk = rows.next();

    assertThat(chunk.block()).isEqualTo("01J00000000000000000000000");
    assertThat(chunk.data()).containsExactly(1, 2, 3);
    assertThat(rows.next()).isNull();
  }
}
