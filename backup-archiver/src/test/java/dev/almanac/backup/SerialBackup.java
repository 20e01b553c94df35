package dev.almanac.backup;

import dev.almanac.catalog.Manifest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A backup made by one thread, piece after piece: what the job does, without an engine. */
public final class SerialBackup {

  private SerialBackup() {}

  /** Archives a snapshot's folder. */
  public static Manifest of(Path snapshot, Path archive) {
    return of(
        new ArchiveRequest(
            snapshot,
            archive.toString(),
            new Manifest.Source(snapshot.toString(), "", List.of()),
            "test"));
  }

  /** Does what is asked for. */
  public static Manifest of(ArchiveRequest request) {
    ArchivePlan plan = Archiver.plan(request);
    try (PartArchiver archiver = new PartArchiver(plan)) {
      List<StagedPart> parts = archive(archiver, plan.splits());
      RewrittenDays days = RewrittenDays.of(plan, parts);
      List<StagedPart> all = new ArrayList<>(days.kept());
      all.addAll(archive(archiver, days.splits()));
      return BackupCommit.commit(plan, all);
    }
  }

  private static List<StagedPart> archive(PartArchiver archiver, List<ArchiveSplit> splits) {
    return splits.stream().map(split -> archiver.archive(split, samples -> {})).toList();
  }
}
