package dev.almanac.flink;

import dev.almanac.backup.ArchivePlan;
import dev.almanac.backup.ArchiveSplit;
import dev.almanac.backup.PartArchiver;
import dev.almanac.backup.StagedPart;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;

/** Archives pieces of a snapshot, each into files that nobody sees until the backup is whole. */
public final class ArchivePartFunction extends RichMapFunction<ArchiveSplit, StagedPart> {

  /** Accumulator: samples read so far. */
  public static final String SAMPLES = "samples";

  /** Accumulator: pieces finished so far, each counted once. */
  public static final String PARTS = "parts";

  private static final long serialVersionUID = 1L;

  private final ArchivePlan plan;
  private final LongCounter samples = new LongCounter();
  private final LongCounter parts = new LongCounter();
  private transient PartArchiver archiver;

  public ArchivePartFunction(ArchivePlan plan) {
    this.plan = plan;
  }

  @Override
  public void open(OpenContext context) {
    getRuntimeContext().addAccumulator(SAMPLES, samples);
    getRuntimeContext().addAccumulator(PARTS, parts);
    archiver = new PartArchiver(plan);
  }

  @Override
  public StagedPart map(ArchiveSplit split) {
    StagedPart part = archiver.archive(split, samples::add);
    if (!split.rewrite()) {
      parts.add(1L);
    }
    return part;
  }

  @Override
  public void close() {
    if (archiver != null) {
      archiver.close();
    }
  }
}
