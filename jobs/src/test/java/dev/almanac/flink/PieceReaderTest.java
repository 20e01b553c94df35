package dev.almanac.flink;

import static dev.almanac.flink.PieceSourceTest.piece;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.backup.ArchiveSplit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.metrics.groups.SourceReaderMetricGroup;
import org.apache.flink.util.UserCodeClassLoader;
import org.junit.jupiter.api.Test;

class PieceReaderTest {

  private final Asking context = new Asking();
  private final Records output = new Records();
  private final PieceReader<ArchiveSplit> reader = new PieceReader<>(context);

  @Test
  void asksForAPieceWhenItStarts() {
    reader.start();

    assertThat(context.requests).isEqualTo(1);
    assertThat(reader.pollNext(output)).isEqualTo(InputStatus.NOTHING_AVAILABLE);
    assertThat(reader.isAvailable()).isNotDone();
  }

  @Test
  void asksForNothingWhereItStartsWithPieces() {
    reader.addSplits(List.of(new Piece<>(0, piece(0))));
    reader.start();

    assertThat(context.requests).isZero();
  }

  @Test
  void yieldsAPieceAndAsksForTheNext() {
    reader.start();
    CompletableFuture<Void> available = reader.isAvailable();
    reader.addSplits(List.of(new Piece<>(0, piece(0))));

    assertThat(available).isDone();
    assertThat(reader.pollNext(output)).isEqualTo(InputStatus.MORE_AVAILABLE);
    assertThat(output.records).containsExactly(piece(0));
    assertThat(context.requests).isEqualTo(2);
    assertThat(reader.pollNext(output)).isEqualTo(InputStatus.NOTHING_AVAILABLE);
    assertThat(reader.isAvailable()).isNotDone();
  }

  @Test
  void endsOnceThereAreNoMorePieces() {
    reader.start();
    reader.addSplits(List.of(new Piece<>(0, piece(0))));
    CompletableFuture<Void> available = reader.isAvailable();
    reader.notifyNoMoreSplits();

    assertThat(available).isDone();
    assertThat(reader.pollNext(output)).isEqualTo(InputStatus.MORE_AVAILABLE);
    assertThat(reader.pollNext(output)).isEqualTo(InputStatus.END_OF_INPUT);
    assertThat(reader.isAvailable()).isDone();
    assertThat(context.requests).isEqualTo(1);
  }

  @Test
  void wakesWhereTheEndComesWhileItWaits() {
    reader.start();
    reader.pollNext(output);
    CompletableFuture<Void> available = reader.isAvailable();

    reader.notifyNoMoreSplits();

    assertThat(available).isDone();
    assertThat(reader.pollNext(output)).isEqualTo(InputStatus.END_OF_INPUT);
  }

  @Test
  void keepsInItsStateWhatItHasNotYielded() {
    reader.addSplits(List.of(new Piece<>(0, piece(0)), new Piece<>(1, piece(1))));
    reader.pollNext(output);

    assertThat(reader.snapshotState(1)).containsExactly(new Piece<>(1, piece(1)));
  }

  /** The reader's side of Flink: counts how often it asks. */
  private static final class Asking implements SourceReaderContext {

    private int requests;

    @Override
    public void sendSplitRequest() {
      requests++;
    }

    @Override
    public SourceReaderMetricGroup metricGroup() {
      throw new UnsupportedOperationException("no metrics are kept");
    }

    @Override
    public Configuration getConfiguration() {
      return new Configuration();
    }

    @Override
    public String getLocalHostName() {
      return "host";
    }

    @Override
    public int getIndexOfSubtask() {
      return 0;
    }

    @Override
    public void sendSourceEventToCoordinator(SourceEvent event) {
      throw new UnsupportedOperationException("no events are sent");
    }

    @Override
    public UserCodeClassLoader getUserCodeClassLoader() {
      throw new UnsupportedOperationException("no classes are loaded");
    }
  }

  /** Gathers what the reader yields. */
  private static final class Records implements ReaderOutput<ArchiveSplit> {

    private final List<ArchiveSplit> records = new ArrayList<>();

    @Override
    public void collect(ArchiveSplit split) {
      records.add(split);
    }

    @Override
    public void collect(ArchiveSplit split, long timestamp) {
      records.add(split);
    }

    @Override
    public void emitWatermark(Watermark watermark) {}

    @Override
    public void markIdle() {}

    @Override
    public void markActive() {}

    @Override
    public SourceOutput<ArchiveSplit> createOutputForSplit(String splitId) {
      return this;
    }

    @Override
    public void releaseOutputForSplit(String splitId) {}
  }
}
