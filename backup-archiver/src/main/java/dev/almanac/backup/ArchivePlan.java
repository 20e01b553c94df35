package dev.almanac.backup;

import dev.almanac.archive.PageEncodings;
import dev.almanac.catalog.ArchivedBlock;
import dev.almanac.catalog.ArchivedFile;
import dev.almanac.catalog.BackupId;
import dev.almanac.catalog.Manifest;
import dev.almanac.series.Labels;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a backup will do, decided before any sample is read. The same snapshot and the same archive
 * give the same plan, whoever runs it with however many workers.
 *
 * @param backupId the backup's name
 * @param takenAt when the snapshot was taken
 * @param source where it came from
 * @param writer the program that makes the backup
 * @param snapshot the folder of its blocks
 * @param archive the archive's root
 * @param encodings which encodings the new files may use
 * @param blocks its blocks
 * @param settled files of days whose blocks an earlier backup archived exactly so
 * @param kept files in which earlier backups keep chunks of these very blocks, by ULID
 * @param lostChunks such files that are gone or damaged: what they kept is kept anew
 * @param earlierBackups the backups this plan is based on
 * @param salted series whose id is not their plain hash
 * @param series distinct label sets in the snapshot
 * @param splits the work
 * @param late files of samples that the server showed and the snapshot lacks
 * @param acceptRemovals whether to go on where most archived samples of that time are gone
 * @param components what the backup will hold besides samples
 */
public record ArchivePlan(
    String backupId,
    Instant takenAt,
    Manifest.Source source,
    String writer,
    String snapshot,
    String archive,
    PageEncodings encodings,
    List<ArchivedBlock> blocks,
    List<ArchivedFile> settled,
    Map<String, List<ArchivedFile>> kept,
    List<ArchivedFile> lostChunks,
    Set<String> earlierBackups,
    Map<Labels, Long> salted,
    long series,
    List<ArchiveSplit> splits,
    List<StagedPart.StagedFile> late,
    boolean acceptRemovals,
    List<StagedComponent> components)
    implements Serializable {

  public ArchivePlan {
    blocks = List.copyOf(blocks);
    settled = List.copyOf(settled);
    kept = Map.copyOf(kept);
    lostChunks = List.copyOf(lostChunks);
    earlierBackups = Set.copyOf(earlierBackups);
    salted = Map.copyOf(salted);
    splits = List.copyOf(splits);
    late = List.copyOf(late);
    components = List.copyOf(components);
  }

  /**
   * The same plan with components. They count for the backup's name, as the blocks do: a snapshot
   * that was archived before is a new backup when its dashboards are others. What went wrong with
   * them is among the losses.
   */
  public ArchivePlan with(List<ComponentOutcome> outcomes) {
    List<StagedComponent> staged = Components.staged(outcomes);
    List<String> losses = new ArrayList<>(source.losses());
    outcomes.forEach(outcome -> losses.addAll(outcome.losses()));
    return new ArchivePlan(
        BackupId.of(takenAt, BackupDigest.of(blocks, staged)),
        takenAt,
        new Manifest.Source(source.location(), source.prometheusVersion(), losses),
        writer,
        snapshot,
        archive,
        encodings,
        blocks,
        settled,
        kept,
        lostChunks,
        earlierBackups,
        salted,
        series,
        splits,
        late,
        acceptRemovals,
        staged);
  }

  /**
   * Archived files that this backup would need and that are gone or damaged, as far as is known.
   */
  public Set<ArchivedFile> lost() {
    Set<ArchivedFile> lost = new LinkedHashSet<>();
    splits.forEach(split -> lost.addAll(split.lost()));
    lost.addAll(lostChunks);
    return lost;
  }

  /** About how many samples are to be read. */
  public long estimatedSamples() {
    return splits.stream().mapToLong(ArchiveSplit::estimatedSamples).sum();
  }
}
