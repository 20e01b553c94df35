package dev.almanac.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RunTest {

  @Test
  void takesSamplesOutOfTheMiddle() {
    FloatRun run = floats(6);

    run.remove(2, 4);

    assertThat(Arrays.copyOf(run.timestamps, run.size())).containsExactly(0, 1, 4, 5);
    assertThat(Arrays.copyOf(run.valueBits, run.size())).containsExactly(0, 10, 40, 50);
    assertThat(run.startsChunk()).isTrue();
  }

  @Test
  void noLongerStartsAChunkWithoutItsFirstSample() {
    FloatRun run = floats(3);

    run.remove(0, 1);

    assertThat(run.firstTimestamp()).isEqualTo(1);
    assertThat(run.startsChunk()).isFalse();
  }

  @Test
  void takesNothingOut() {
    FloatRun run = floats(3);

    run.remove(0, 0);

    assertThat(run.size()).isEqualTo(3);
    assertThat(run.startsChunk()).isTrue();
  }

  @Test
  void takesAllOut() {
    FloatRun run = floats(3);

    run.remove(0, 3);

    assertThat(run.size()).isZero();
  }

  @Test
  void keepsTheFrontOfAChunkAsItsStart() {
    FloatRun run = floats(5);

    run.keep(0, 2);

    assertThat(Arrays.copyOf(run.timestamps, run.size())).containsExactly(0, 1);
    assertThat(run.startsChunk()).isTrue();
  }

  @Test
  void movesEachBucketOfHistogramsAlong() {
    HistogramRun run = new HistogramRun();
    run.setEncoding(ChunkEncoding.HISTOGRAM_ST);
    run.setLayout(new HistogramLayout(0, 0, new int[] {0, 2}, new int[] {0, 1}, new long[0]));
    run.setSize(4);
    run.ensureCapacity(4);
    for (int i = 0; i < 4; i++) {
      run.timestamps[i] = i;
      run.startTimestamps[i] = -i;
      run.counts[i] = 10L + i;
      run.zeroCounts[i] = 20L + i;
      run.sumBits[i] = 30L + i;
      run.positive[2 * i] = 40L + i;
      run.positive[2 * i + 1] = 50L + i;
      run.negative[i] = 60L + i;
    }

    run.keep(1, 4);
    run.remove(1, 2);

    assertThat(run.size()).isEqualTo(2);
    assertThat(run.buckets(0)).containsExactly(41, 51, 61);
    assertThat(run.buckets(1)).containsExactly(43, 53, 63);
    assertThat(Arrays.copyOf(run.timestamps, 2)).containsExactly(1, 3);
    assertThat(Arrays.copyOf(run.startTimestamps, 2)).containsExactly(-1, -3);
    assertThat(Arrays.copyOf(run.counts, 2)).containsExactly(11, 13);
    assertThat(Arrays.copyOf(run.zeroCounts, 2)).containsExactly(21, 23);
    assertThat(Arrays.copyOf(run.sumBits, 2)).containsExactly(31, 33);
  }

  private static FloatRun floats(int size) {
    FloatRun run = new FloatRun(size);
    for (int i = 0; i < size; i++) {
      run.timestamps[i] = i;
      run.valueBits[i] = 10L * i;
    }
    run.setSize(size);
    run.setStartsChunk(true);
    return run;
  }
}
