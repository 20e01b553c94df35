package dev.almanac.tsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import dev.almanac.series.Labels;
import dev.almanac.tsdb.file.CorruptBlockException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bytes of a block changed at random, thousands of times, from fixed seeds. Reading all of it ends
 * in a {@link CorruptBlockException} or in the samples it had, never in others, and never takes
 * more memory than a sound block of that size may.
 *
 * <p>What carries no checksum cannot change samples: padding is not read, or proved to be zeros;
 * lengths move a checksum's place, which then differs; the counts in {@code meta.json} are not
 * relied on. Of {@code meta.json} the times alone are left to change, and no sample depends on
 * them.
 */
class BlockFuzzTest {

  private static final long MOST_BYTES = 64L << 20;
  private static final String[] FILES = {"index", "chunks/000001", "tombstones", "meta.json"};

  @TempDir Path folder;

  @Test
  void neverYieldsOtherSamplesForFlippedBits() throws IOException {
    Path block = TestBlocks.write(folder);
    int refused = 0;
    for (int seed = 0; seed < 2000; seed++) {
      refused += damage(block, seed, BlockFuzzTest::flipOneBit, true);
    }
    assertThat(refused).isGreaterThan(1500);
  }

  @Test
  void neverYieldsOtherSamplesForBytesOverwrittenInVersion1() throws IOException {
    Path block = folder.resolve("01DXXFZDYD1MQW6079WK0K6EDQ");
    TestBlocks.copy(TestBlocks.version1(), block);
    int refused = 0;
    for (int seed = 0; seed < 600; seed++) {
      refused += damage(block, seed, BlockFuzzTest::overwriteSome, true);
    }
    assertThat(refused).isGreaterThan(400);
  }

  @Test
  void neverYieldsOtherSamplesForAFileCutShort() throws IOException {
    Path block = TestBlocks.write(folder);
    int refused = 0;
    for (int seed = 0; seed < 300; seed++) {
      refused += damage(block, seed, BlockFuzzTest::cutShort, true);
    }
    assertThat(refused).isGreaterThan(250);
  }

  /** Whoever means harm makes the checksum right: then samples may differ, but nothing breaks. */
  @Test
  void survivesBytesChangedUnderARightChecksum() throws IOException {
    Path block = TestBlocks.write(folder);
    int refused = 0;
    for (int seed = 0; seed < 2000; seed++) {
      refused += damage(block, seed, BlockFuzzTest::changeAndReseal, false);
    }
    assertThat(refused).isBetween(300, 1999);
  }

  private interface Damage {
    byte[] apply(byte[] bytes, String file, Random random);
  }

  private Map<Labels, String> sound;

  /** Returns 1 where the damage was noticed. */
  private int damage(Path block, int seed, Damage damage, boolean samplesMustStay)
      throws IOException {
    if (sound == null) {
      sound = TestBlocks.readAll(block);
    }
    Random random = new Random(seed);
    // Mostly the index, which has most forms.
    int pick = random.nextInt(10);
    String file = FILES[pick < 5 ? 0 : pick < 8 ? 1 : pick - 6];
    Path path = block.resolve(file);
    byte[] bytes = Files.readAllBytes(path);
    Files.write(path, damage.apply(bytes.clone(), file, random));
    long before = allocated();
    try {
      Map<Labels, String> found = TestBlocks.readAll(block);
      if (samplesMustStay) {
        assertThat(found).as("seed %s in %s", seed, file).isEqualTo(sound);
      }
      return 0;
    } catch (CorruptBlockException e) {
      assertThat(e)
          .hasMessageStartingWith(block.getFileName() + "/" + (samplesMustStay ? file : ""));
      return 1;
    } catch (RuntimeException | OutOfMemoryError e) {
      return fail("seed " + seed + " in " + file, e);
    } finally {
      assertThat(allocated() - before)
          .as("memory, seed %s in %s", seed, file)
          .isLessThan(MOST_BYTES);
      Files.write(path, bytes);
    }
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  private static byte[] flipOneBit(byte[] bytes, String file, Random random) {
    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    return bytes;
  }

  private static byte[] overwriteSome(byte[] bytes, String file, Random random) {
    int at = random.nextInt(bytes.length);
    int until = Math.min(bytes.length, at + 1 + random.nextInt(8));
    for (int i = at; i < until; i++) {
      bytes[i] = random.nextBoolean() ? (byte) random.nextInt() : (byte) 0xFF;
    }
    return bytes;
  }

  private static byte[] cutShort(byte[] bytes, String file, Random random) {
    return java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length));
  }

  private static byte[] changeAndReseal(byte[] bytes, String file, Random random) {
    return switch (file) {
      case "index" -> changeIndex(new BlockBytes(bytes), random).bytes;
      case "tombstones" -> {
        int entries = bytes.length - 9;
        bytes[5 + random.nextInt(entries)] = (byte) random.nextInt();
        yield new BlockBytes(bytes).reseal(5, entries).bytes;
      }
      case "meta.json" -> flipOneBit(bytes, file, random);
      default -> changeChunk(bytes, random);
    };
  }

  private static BlockBytes changeIndex(BlockBytes index, Random random) {
    switch (random.nextInt(5)) {
      case 0 -> {
        change(index, index.symbols(), random);
        index.reseal(index.symbols());
      }
      case 1 -> {
        change(index, index.postingsTable(), random);
        index.reseal(index.postingsTable());
      }
      case 2 -> {
        change(index, index.postings(), random);
        index.reseal(index.postings());
      }
      case 3 -> {
        int at = index.tocStart() + random.nextInt(48);
        index.put(at, random.nextInt()).resealToc();
      }
      default -> {
        int entry = (index.series() + 15) / 16 * 16;
        int length = index.bytes[entry];
        index.put(entry + 1 + random.nextInt(length), random.nextInt()).resealSeries(entry);
      }
    }
    return index;
  }

  /** Changes a byte of the content of a section with its length in 4 bytes in front. */
  private static void change(BlockBytes index, int section, Random random) {
    int length = java.nio.ByteBuffer.wrap(index.bytes).getInt(section);
    index.put(section + 4 + random.nextInt(length), random.nextInt());
  }

  /** Changes a byte of the encoding or the data of the first chunk. */
  private static byte[] changeChunk(byte[] bytes, Random random) {
    BlockBytes segment = new BlockBytes(bytes);
    int length = bytes[8] & 0x7F;
    int data = 9;
    if (bytes[8] < 0) {
      length |= bytes[9] << 7;
      data = 10;
    }
    return segment
        .put(data + random.nextInt(length + 1), random.nextInt())
        .reseal(data, length + 1)
        .bytes;
  }
}
