package dev.almanac.flink;

import dev.almanac.backup.ArchiveSplit;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * The pieces of a snapshot as a bounded stream. A reader gets its next piece when it is done with
 * the one before, so fast workers take more of them.
 */
public final class SnapshotSource
    implements Source<ArchiveSplit, SnapshotSplit, List<SnapshotSplit>> {

  private static final long serialVersionUID = 1L;

  private final ArrayList<ArchiveSplit> splits;

  public SnapshotSource(List<ArchiveSplit> splits) {
    this.splits = new ArrayList<>(splits);
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.BOUNDED;
  }

  @Override
  public SplitEnumerator<SnapshotSplit, List<SnapshotSplit>> createEnumerator(
      SplitEnumeratorContext<SnapshotSplit> context) {
    return restoreEnumerator(context, splits.stream().map(SnapshotSplit::new).toList());
  }

  @Override
  public SplitEnumerator<SnapshotSplit, List<SnapshotSplit>> restoreEnumerator(
      SplitEnumeratorContext<SnapshotSplit> context, List<SnapshotSplit> unassigned) {
    return new SnapshotEnumerator(context, unassigned);
  }

  @Override
  public SourceReader<ArchiveSplit, SnapshotSplit> createReader(SourceReaderContext context) {
    return new SnapshotReader(context);
  }

  @Override
  public SimpleVersionedSerializer<SnapshotSplit> getSplitSerializer() {
    return new JavaVersionedSerializer<>();
  }

  @Override
  public SimpleVersionedSerializer<List<SnapshotSplit>> getEnumeratorCheckpointSerializer() {
    return new JavaVersionedSerializer<>();
  }
}
