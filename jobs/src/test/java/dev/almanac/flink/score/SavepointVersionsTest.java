package dev.almanac.flink.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.flink.Values;
import dev.almanac.flink.live.SeriesRun;
import dev.almanac.series.Labels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OperatorSnapshotUtil;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** State of every version that was ever released is read, and scored on from to the bit. */
@SuppressWarnings("try") // the harness throws whatever it likes when it is closed
class SavepointVersionsTest {

  private static final Path SAVEPOINTS = Path.of("src/test/resources/savepoints");

  private static final long START = 1_790_000_000_000L;
  private static final long STEP = 15_000;

  /** So many samples were scored when the savepoint was made. */
  private static final int BEFORE = 1_100;

  private static final int AFTER = 1_200;

  private static final Labels GAUGE = Labels.of("__name__", "load", "instance", "a");
  private static final Labels COUNTER = Labels.of("__name__", "hits_total", "instance", "a");
  private static final Labels YOUNG = Labels.of("__name__", "load", "instance", "b");

  private static final class Harness
      extends KeyedTwoInputStreamOperatorTestHarness<Labels, SeriesRun, ModelUpdate, SeriesRun> {

    Harness() throws Exception {
      super(
          new ScoreOperator(ScoreConfig.DEFAULT, null),
          SeriesRun::labels,
          ModelUpdate::labels,
          Values.LABELS);
      setup(SeriesRun.TYPE.createSerializer(getExecutionConfig().getSerializerConfig()));
      setProcessingTime(START);
    }
  }

  private static List<SeriesRun> samples(int from, int until) {
    List<SeriesRun> samples = new ArrayList<>();
    for (int i = from; i < until; i++) {
      double noise = new SplittableRandom(i).nextDouble();
      long time = START + i * STEP;
      samples.add(SeriesRun.of(GAUGE, time, 10 + noise));
      samples.add(SeriesRun.of(COUNTER, time, 150. * i + noise));
      if (i >= BEFORE) {
        samples.add(SeriesRun.of(YOUNG, time, 20 + noise));
      }
    }
    return samples;
  }

  private static void begin(Harness harness) throws Exception {
    harness.open();
    LiveModel model = Paths.model(7, 1, START, 300, hours -> 10.5 + hours / 100, .5);
    harness.processElement2(new StreamRecord<>(new ModelUpdate(GAUGE, Optional.of(model))));
    feed(harness, samples(0, BEFORE));
  }

  private static void feed(Harness harness, List<SeriesRun> runs) throws Exception {
    for (SeriesRun run : runs) {
      harness.processElement1(new StreamRecord<>(run, run.lastTimestamp()));
    }
  }

  /**
   * Makes the savepoint of this version; see README.md beside them.
   *
   * @param args the file
   */
  public static void main(String[] args) throws Exception {
    try (Harness harness = new Harness()) {
      begin(harness);
      OperatorSnapshotUtil.writeStateHandle(harness.snapshot(1, 1), args[0]);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = "v1.savepoint")
  void scoresOnFromASavepointOfEveryVersion(String file) throws Exception {
    OperatorSubtaskState savepoint =
        OperatorSnapshotUtil.readStateHandle(SAVEPOINTS.resolve(file).toString());
    List<SeriesRun> next = samples(BEFORE, AFTER);
    try (Harness undisturbed = new Harness();
        Harness restored = new Harness()) {
      begin(undisturbed);
      undisturbed.getOutput().clear();
      feed(undisturbed, next);
      restored.initializeState(savepoint);
      restored.open();
      restored.getOutput().clear();
      feed(restored, next);

      assertThat(restored.extractOutputValues())
          .hasSizeGreaterThan(3 * 4 * (AFTER - BEFORE - 16))
          .isEqualTo(undisturbed.extractOutputValues());
    }
  }
}
