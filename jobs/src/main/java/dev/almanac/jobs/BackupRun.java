package dev.almanac.jobs;

import dev.almanac.archive.PageEncodings;
import dev.almanac.backup.ArchivePlan;
import dev.almanac.backup.ArchiveRequest;
import dev.almanac.backup.Archiver;
import dev.almanac.backup.BackupConfig;
import dev.almanac.backup.ComponentOutcome;
import dev.almanac.backup.Components;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.catalog.Manifest;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Backs up a Prometheus and what is around it.
 *
 * @param config what is around it
 * @param from a snapshot's folder or a Prometheus
 * @param archive its root
 * @param encodings which Parquet encodings new files may use
 * @param acceptRemovals whether to go on where most archived samples are gone from the snapshot
 * @param engine where jobs run
 * @param environment where credentials are found
 */
record BackupRun(
    BackupConfig config,
    String from,
    String archive,
    PageEncodings encodings,
    boolean acceptRemovals,
    Engine engine,
    int workers,
    UnaryOperator<String> environment) {

  /**
   * A backup that is there.
   *
   * @param wasThere whether it was made before, of the same snapshot
   * @param components what became of what is around the data
   * @param damage what was found to be wrong with the archive
   */
  record Outcome(Manifest backup, boolean wasThere, ComponentView components, Damage damage) {

    /** Whether nothing lacks and nothing was found wrong. */
    boolean whole() {
      return components.whole() && damage.sentences().isEmpty();
    }
  }

  /**
   * Makes the backup.
   *
   * @param notes is told what the snapshot lacks
   * @param line tells how far it is
   */
  Outcome run(Consumer<String> notes, Supplier<StatusLine> line) throws Exception {
    try (SnapshotOrigin origin = SnapshotOrigin.of(from, environment)) {
      ArchivePlan data =
          Archiver.plan(
              new ArchiveRequest(
                  origin.folder(),
                  archive,
                  origin.source(),
                  "almanac " + Version.number(),
                  encodings,
                  origin.server(),
                  acceptRemovals));
      data.source().losses().forEach(notes);
      List<ComponentOutcome> components = stage();
      ArchivePlan plan = data.with(components);
      Optional<Manifest> existing = Archiver.existing(plan);
      if (existing.isPresent()) {
        return new Outcome(existing.get(), true, new ComponentView(components), Damage.found(plan));
      }
      Manifest backup = made(plan, line);
      return new Outcome(
          backup, false, new ComponentView(components), Damage.repaired(plan, backup));
    }
  }

  private Manifest made(ArchivePlan plan, Supplier<StatusLine> line) throws Exception {
    try (StatusLine status = line.get()) {
      return ArchiveRun.of(plan, engine, workers, status).backup();
    }
  }

  private List<ComponentOutcome> stage() {
    try (BlobStore store = BlobStores.open(archive)) {
      return Components.stage(store, config.sources(store, environment));
    }
  }
}
