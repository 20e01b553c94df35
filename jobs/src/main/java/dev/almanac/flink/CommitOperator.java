package dev.almanac.flink;

import dev.almanac.backup.ArchivePlan;
import dev.almanac.backup.BackupCommit;
import dev.almanac.backup.StagedPart;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Gathers what all workers staged and, when there is no more, makes the backup visible; runs with a
 * parallelism of one. It is part of the job, not of the program that submitted it, so a detached
 * job commits by itself.
 */
public final class CommitOperator extends AbstractStreamOperator<String>
    implements OneInputStreamOperator<StagedPart, String>, BoundedOneInput {

  private static final long serialVersionUID = 1L;

  private final ArchivePlan plan;
  private final List<StagedPart> parts = new ArrayList<>();

  public CommitOperator(ArchivePlan plan) {
    this.plan = plan;
  }

  @Override
  public void processElement(StreamRecord<StagedPart> record) {
    parts.add(record.getValue());
  }

  @Override
  public void endInput() {
    BackupCommit.commit(plan, parts);
    output.collect(new StreamRecord<>(plan.backupId()));
  }
}
