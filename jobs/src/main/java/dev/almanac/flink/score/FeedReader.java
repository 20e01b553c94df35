package dev.almanac.flink.score;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.base.source.reader.SingleThreadMultiplexSourceReaderBase;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;

/** Reads models with a thread of its own, for to load a version takes a while. */
@SuppressWarnings("try") // close() of the base class throws whatever it likes
final class FeedReader
    extends SingleThreadMultiplexSourceReaderBase<
        FeedRecord, ModelUpdate, FeedSplit, FeedReader.Position> {

  /** Mutable, and of the task's thread: it moves with the records that leave the reader. */
  static final class Position {
    private FeedSplit split;

    Position(FeedSplit split) {
      this.split = split;
    }
  }

  FeedReader(Supplier<SplitReader<FeedRecord, FeedSplit>> fetcher, SourceReaderContext context) {
    super(fetcher, FeedReader::emit, context.getConfiguration(), context);
  }

  private static void emit(FeedRecord record, SourceOutput<ModelUpdate> out, Position position) {
    if (record instanceof FeedRecord.Update update) {
      out.collect(update.update());
    } else if (record instanceof FeedRecord.Moved moved) {
      position.split = moved.position();
    } else {
      // Models have no time of their own, and must not hold up that of the samples.
      out.emitWatermark(new Watermark(Long.MAX_VALUE));
    }
  }

  @Override
  protected Position initializedState(FeedSplit split) {
    return new Position(split);
  }

  @Override
  protected FeedSplit toSplitType(String id, Position position) {
    return position.split;
  }

  /** Never called: the models have no end. */
  @Override
  protected void onSplitFinished(Map<String, Position> finished) {
    throw new IllegalStateException("the models of an archive have no end");
  }
}
