package dev.almanac.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesWriterForLong;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;

/** Values that are passed over, as parquet-java packs them, against decoding all of them. */
class PassedValuesTest {

  private static final int MOST = 700;

  @Property(tries = 500)
  void deltasPassedOverLeaveTheSameValuesBehind(
      @ForAll("numbers") long[] numbers, @ForAll("turns") List<Integer> turns)
      throws IOException, MalformedPageException {
    DeltaBinaryPackingValuesWriterForLong writer =
        new DeltaBinaryPackingValuesWriterForLong(
            1024, 1024, HeapByteBufferAllocator.getInstance());
    for (long number : numbers) {
      writer.writeLong(number);
    }
    DeltaValues values = new DeltaValues(input(writer.getBytes()), numbers.length);

    long[] found = new long[MOST];
    int at = 0;
    for (int turn = 0; at < numbers.length; turn++) {
      int count = Math.min(turns.get(turn % turns.size()), numbers.length - at);
      if (turn % 2 == 0) {
        values.skip(count);
      } else {
        values.next(count, found);
        assertThat(Arrays.copyOf(found, count))
            .isEqualTo(Arrays.copyOfRange(numbers, at, at + count));
      }
      at += count;
    }
  }

  /** Differences of every width, from none to all bits. */
  @Provide
  Arbitrary<long[]> numbers() {
    return Arbitraries.integers()
        .between(0, Long.SIZE)
        .flatMap(
            width ->
                Arbitraries.longs()
                    .map(bits -> width == 0 ? 7 : bits >>> (Long.SIZE - width))
                    .array(long[].class)
                    .ofMinSize(1)
                    .ofMaxSize(MOST));
  }

  @Provide
  Arbitrary<List<Integer>> turns() {
    return Arbitraries.integers().between(1, 300).list().ofMinSize(1).ofMaxSize(10);
  }

  @Property(tries = 300)
  void theHighestLevelsAreCountedAsTheyArePassedOver(
      @ForAll("levels") int[] levels, @ForAll("turns") List<Integer> turns)
      throws IOException, MalformedPageException {
    int most = Math.max(1, Arrays.stream(levels).max().orElse(0));
    int width = Integer.SIZE - Integer.numberOfLeadingZeros(most);
    RunLengthBitPackingHybridEncoder encoder =
        new RunLengthBitPackingHybridEncoder(
            width, 64, 1024, HeapByteBufferAllocator.getInstance());
    for (int level : levels) {
      encoder.writeInt(level);
    }
    HybridValues values = new HybridValues(input(encoder.toBytes()), width, levels.length, most);

    byte[] found = new byte[MOST];
    int at = 0;
    for (int turn = 0; at < levels.length; turn++) {
      int count = Math.min(turns.get(turn % turns.size()), levels.length - at);
      int[] expected = Arrays.copyOfRange(levels, at, at + count);
      if (turn % 2 == 0) {
        assertThat(values.countHighest(count))
            .isEqualTo((int) Arrays.stream(expected).filter(level -> level == most).count());
      } else {
        values.next(count, found);
        assertThat(Arrays.copyOf(found, count)).isEqualTo(bytes(expected));
      }
      at += count;
    }
  }

  /** Long runs and short ones, of one bit and of more. */
  @Provide
  Arbitrary<int[]> levels() {
    return Arbitraries.integers()
        .between(1, 4)
        .flatMap(
            most ->
                Arbitraries.integers()
                    .between(0, 4 * most)
                    .map(level -> Math.min(level, most))
                    .array(int[].class)
                    .ofMinSize(1)
                    .ofMaxSize(MOST));
  }

  private static byte[] bytes(int[] levels) {
    byte[] bytes = new byte[levels.length];
    for (int i = 0; i < levels.length; i++) {
      bytes[i] = (byte) levels[i];
    }
    return bytes;
  }

  private static PageInput input(BytesInput packed) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    packed.writeAllTo(bytes);
    return new PageInput(
        Arrays.copyOf(bytes.toByteArray(), bytes.size() + PageInput.PADDING), 0, bytes.size());
  }
}
