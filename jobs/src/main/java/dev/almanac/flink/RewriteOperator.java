package dev.almanac.flink;

import dev.almanac.backup.ArchivePlan;
import dev.almanac.backup.ArchiveSplit;
import dev.almanac.backup.RewrittenDays;
import dev.almanac.backup.StagedPart;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Looks at all that was staged and lets pass what stays; the pieces of days that have to be
 * archived anew leave by a side output. Whether they have to is a question to all parts of a day,
 * so it runs with a parallelism of one.
 */
public final class RewriteOperator extends AbstractStreamOperator<StagedPart>
    implements OneInputStreamOperator<StagedPart, StagedPart>, BoundedOneInput {

  /** Pieces to be archived anew. */
  public static final OutputTag<ArchiveSplit> REWRITE =
      new OutputTag<>("rewrite", Values.ARCHIVE_SPLIT);

  private static final long serialVersionUID = 1L;

  private final ArchivePlan plan;
  private final List<StagedPart> parts = new ArrayList<>();

  public RewriteOperator(ArchivePlan plan) {
    this.plan = plan;
  }

  @Override
  public void processElement(StreamRecord<StagedPart> record) {
    parts.add(record.getValue());
  }

  @Override
  public void endInput() {
    RewrittenDays days = RewrittenDays.of(plan, parts);
    days.kept().forEach(part -> output.collect(new StreamRecord<>(part)));
    days.splits().forEach(split -> output.collect(REWRITE, new StreamRecord<>(split)));
  }
}
