package dev.almanac.flink;

import dev.almanac.backup.ArchivePlan;
import dev.almanac.backup.ArchiveSplit;
import dev.almanac.backup.PartArchiver;
import dev.almanac.backup.StagedPart;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;

/** Archives pieces of a snapshot, each into files that nobody sees until the backup is whole. */
public final class ArchivePartFunction extends RichMapFunction<ArchiveSplit, StagedPart> {

  /** Accumulator: samples read so far. */
  public static final String SAMPLES = "samples";

  /** Accumulator: pieces finished so far, each counted once. */
  public static final String PARTS = "parts";

  /** Accumulator: nanoseconds that workers spent on processors for finished pieces. */
  public static final String CPU_NANOS = "cpu nanoseconds";

  private static final long serialVersionUID = 1L;

  private final ArchivePlan plan;
  private final LongCounter samples = new LongCounter();
  private final LongCounter parts = new LongCounter();
  private final LongCounter cpuNanos = new LongCounter();
  private transient PartArchiver archiver;

  public ArchivePartFunction(ArchivePlan plan) {
    this.plan = plan;
  }

  @Override
  public void open(OpenContext context) {
    getRuntimeContext().addAccumulator(SAMPLES, samples);
    getRuntimeContext().addAccumulator(PARTS, parts);
    getRuntimeContext().addAccumulator(CPU_NANOS, cpuNanos);
    archiver = new PartArchiver(plan);
  }

  @Override
  public StagedPart map(ArchiveSplit split) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadCpuTime();
    StagedPart part = archiver.archive(split, samples::add);
    cpuNanos.add(threads.getCurrentThreadCpuTime() - before);
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
