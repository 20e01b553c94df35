package dev.almanac.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.tsdb.Tombstones.Tombstone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TombstonesTest {

  @TempDir Path block;

  @Test
  void readsNoneWhereThereIsNoFile() {
    assertThat(Tombstones.read(block).isEmpty()).isTrue();
  }

  @Test
  void writesNoneInTheNineBytesOfPrometheus() throws IOException {
    Tombstones.NONE.write(block);

    assertThat(Files.readAllBytes(block.resolve("tombstones")))
        .isEqualTo(Files.readAllBytes(TestBlocks.version1().resolve("tombstones")))
        .hasSize(9);
  }

  @Test
  void readsWhatItWrote() {
    List<Tombstone> tombstones =
        List.of(
            new Tombstone(0, Long.MIN_VALUE, -5),
            new Tombstone(0, 0, 0),
            new Tombstone(7, 1_700_000_000_000L, Long.MAX_VALUE),
            new Tombstone(0xFFFFFFFFL, Long.MIN_VALUE, Long.MAX_VALUE));
    Tombstones.of(tombstones).write(block);

    assertThat(Tombstones.read(block).all()).isEqualTo(tombstones);
  }

  @Test
  void joinsRangesOfASeriesThatMeet() {
    Tombstones joined =
        Tombstones.of(
            List.of(
                new Tombstone(1, 50, Long.MAX_VALUE),
                new Tombstone(2, 5, 6),
                new Tombstone(1, 11, 20),
                new Tombstone(1, 60, 70),
                new Tombstone(1, 1, 10),
                new Tombstone(1, 22, 30)));

    assertThat(joined.all())
        .containsExactly(
            new Tombstone(1, 1, 20),
            new Tombstone(1, 22, 30),
            new Tombstone(1, 50, Long.MAX_VALUE),
            new Tombstone(2, 5, 6));
  }

  @Test
  void findsThoseOfOneSeries() {
    Tombstones tombstones =
        Tombstones.of(
            List.of(new Tombstone(1, 1, 1), new Tombstone(3, 1, 1), new Tombstone(3, 5, 6)));

    assertThat(tombstones.of(3)).containsExactly(new Tombstone(3, 1, 1), new Tombstone(3, 5, 6));
    assertThat(tombstones.of(2)).isEmpty();
    assertThat(tombstones.of(4)).isEmpty();
  }
}
