package dev.almanac.flink;

import static dev.almanac.flink.PieceSourceTest.piece;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.backup.ArchiveSplit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.core.io.InputStatus;
import org.junit.jupiter.api.Test;

class PieceReaderTest {

  private final IdleReaderContext context = new IdleReaderContext();
  private final GatheredRecords<ArchiveSplit> output = new GatheredRecords<>();
  private final PieceReader<ArchiveSplit> reader = new PieceReader<>(context);

  @Test
  void asksForAPieceWhenItStarts() {
    reader.start();

    assertThat(context.requests()).isEqualTo(1);
    assertThat(reader.pollNext(output)).isEqualTo(InputStatus.NOTHING_AVAILABLE);
    assertThat(reader.isAvailable()).isNotDone();
  }

  @Test
  void asksForNothingWhereItStartsWithPieces() {
    reader.addSplits(List.of(new Piece<>(0, piece(0))));
    reader.start();

    assertThat(context.requests()).isZero();
  }

  @Test
  void yieldsAPieceAndAsksForTheNext() {
    reader.start();
    CompletableFuture<Void> available = reader.isAvailable();
    reader.addSplits(List.of(new Piece<>(0, piece(0))));

    assertThat(available).isDone();
    assertThat(reader.pollNext(output)).isEqualTo(InputStatus.MORE_AVAILABLE);
    assertThat(output.records()).containsExactly(piece(0));
    assertThat(context.requests()).isEqualTo(2);
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
    assertThat(context.requests()).isEqualTo(1);
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
}
