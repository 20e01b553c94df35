package dev.almanac.flink.live;

import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.connector.base.source.reader.RecordEmitter;

/** Hands on what is new, and the watermark once a slice of time is complete. */
final class LiveEmitter implements RecordEmitter<LiveRecord, SeriesRun, LivePosition> {

  private final LiveMetrics metrics;

  LiveEmitter(LiveMetrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public void emitRecord(LiveRecord record, SourceOutput<SeriesRun> out, LivePosition position) {
    if (record instanceof LiveRecord.Samples samples) {
      SeriesRun fresh = position.fresh(samples.run());
      if (fresh != null) {
        metrics.read(fresh.size(), position.late(fresh));
        out.collect(fresh, fresh.lastTimestamp());
      }
    } else {
      long until = ((LiveRecord.ReadUntil) record).position();
      position.advance(until);
      out.emitWatermark(new Watermark(until - 1));
    }
  }
}
