package dev.almanac.jobs;

import dev.almanac.blob.BlobException;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.catalog.Catalog;
import dev.almanac.catalog.DrillLog;
import dev.almanac.catalog.DrillRecord;
import dev.almanac.catalog.Manifest;
import dev.almanac.series.Selector;
import dev.almanac.series.TimeRange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A drill: restores a backup into a scratch folder, compares everything, and keeps in the archive
 * what was found. Used once.
 */
final class DrillRun {

  private final String archive;
  private final String wanted;
  private final int workers;
  private final Instant begin = Instant.now();
  private final List<String> differences = new ArrayList<>();
  private Manifest backup;
  private boolean done;
  private boolean shown;
  private long samples;
  private String notKept;

  /**
   * @param archive its root
   * @param wanted the backup, as a person names it
   */
  DrillRun(String archive, String wanted, int workers) {
    this.archive = archive;
    this.wanted = wanted;
    this.workers = workers;
  }

  /** When the drill began. */
  Instant begin() {
    return begin;
  }

  /** Which backup; empty where none was found. */
  Optional<Manifest> backup() {
    return Optional.ofNullable(backup);
  }

  /** What was found so far, a sentence each. */
  List<String> differences() {
    return List.copyOf(differences);
  }

  /** How many samples were compared. */
  long samples() {
    return samples;
  }

  /** Why the archive does not have what was found; empty where it has. */
  Optional<String> notKept() {
    return Optional.ofNullable(notKept);
  }

  /** Whether it ended, and found nothing. */
  boolean success() {
    return done && differences.isEmpty();
  }

  /**
   * Drills.
   *
   * @return what was found, which the archive keeps
   */
  DrillRecord run(StatusLine status) throws Exception {
    try (BlobStore store = BlobStores.open(archive)) {
      backup = new Catalog(store).resolve(wanted);
      try {
        compare(store, status);
      } catch (InterruptedException e) {
        throw e; // it says nothing of the backup
      } catch (Exception e) {
        differences.add(Failure.of(e).message());
        keep(store);
        throw e;
      }
      return keep(store);
    } catch (Exception e) {
      if (differences.isEmpty()) {
        differences.add(Failure.of(e).message());
      }
      throw e;
    }
  }

  /** Whoever may only read the archive can drill all the same. */
  private DrillRecord keep(BlobStore store) {
    DrillRecord found = record();
    try {
      return new DrillLog(store).append(found);
    } catch (BlobException e) {
      notKept = e.getMessage();
      return found;
    }
  }

  private DrillRecord record() {
    Instant end = Instant.now();
    Duration took = Duration.between(begin, end);
    return DrillRecord.of(backup.id(), end, took, samples, shown, differences);
  }

  private void compare(BlobStore store, StatusLine status) throws Exception {
    try (WorkFolder work = WorkFolder.create()) {
      Workers hands = new Workers(store, archive, workers, status);
      VerifyJob.Findings.join(
              hands.carryOut(
                  VerifyJob.ofBytes(archive, backup.files(), backup.components()),
                  "checking the archive",
                  Human::bytes))
          .forEach(finding -> differences.add(finding.toString()));
      if (differences.isEmpty()) {
        restore(hands, work.path());
      }
      done = true;
    }
  }

  private void restore(Workers hands, Path work) throws Exception {
    Path folder = Files.createDirectory(work.resolve("restored"));
    hands.carryOut(
        RestoreJob.of(archive, new BlockSource.Exact(backup, backup), Set.of(), folder),
        "restoring samples",
        Human::count);
    BlockProof proof = new BlockProof(hands, backup, folder).bytes();
    proof.samples(TimeRange.ALL, Selector.ALL);
    Optional<Path> prometheus = ScratchPrometheus.executable();
    if (prometheus.isPresent()) {
      proof.shown(prometheus.get(), Files.createDirectory(work.resolve("prometheus")));
    }
    differences.addAll(proof.differences());
    samples = proof.samples();
    shown = proof.shown();
  }
}
