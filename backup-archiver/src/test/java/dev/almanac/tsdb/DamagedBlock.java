package dev.almanac.tsdb;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.tsdb.file.CorruptBlockException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A block, and what becomes of those who read it when it is damaged. */
abstract class DamagedBlock {

  static final String PLACE = TestBlocks.ULID + "/";

  @TempDir Path folder;
  Path block;

  @BeforeEach
  final void write() {
    block = TestBlocks.write(folder);
  }

  /**
   * @param what the case
   * @param file the file it damages
   * @param damage what it does to its bytes; null removes the file
   * @param message how the error begins
   */
  record Case(String what, String file, UnaryOperator<byte[]> damage, String message) {

    @Override
    public String toString() {
      return file + ": " + what;
    }
  }

  /** Damages the block and reads it: the error names file and place. */
  final void assertNamed(Case damaged) throws IOException {
    Path file = block.resolve(damaged.file);
    byte[] bytes = damaged.damage.apply(Files.readAllBytes(file));
    if (bytes == null) {
      Files.delete(file);
    } else {
      Files.write(file, bytes);
    }

    assertThatThrownBy(() -> TestBlocks.readAll(block))
        .isExactlyInstanceOf(CorruptBlockException.class)
        .hasMessageStartingWith(PLACE + damaged.file + damaged.message);
  }
}
