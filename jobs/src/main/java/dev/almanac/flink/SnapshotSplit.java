package dev.almanac.flink;

import dev.almanac.backup.ArchiveSplit;
import java.io.Serializable;
import org.apache.flink.api.connector.source.SourceSplit;

/** A piece of a snapshot, as Flink hands it out. */
record SnapshotSplit(ArchiveSplit work) implements SourceSplit, Serializable {

  @Override
  public String splitId() {
    return Integer.toString(work.part());
  }
}
