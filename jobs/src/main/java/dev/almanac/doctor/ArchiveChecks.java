package dev.almanac.doctor;

import dev.almanac.blob.BlobStore;
import dev.almanac.catalog.Catalog;
import dev.almanac.finding.Finding;
import dev.almanac.finding.Severity;
import dev.almanac.registry.Registry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an archive itself tells of backups and models, whatever the metrics say. */
final class ArchiveChecks {

  private static final Duration OLDEST_BACKUP = Duration.ofHours(27);

  private final BlobStore store;
  private final Clock clock;

  ArchiveChecks(BlobStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  List<Finding> look() {
    List<Finding> findings = new ArrayList<>();
    backups().ifPresent(findings::add);
    Registry registry = new Registry(store);
    if (registry.models().isEmpty()) {
      findings.add(model("there is no model", "one, of the nightly training", "TrainingMissed"));
    }
    for (String model : registry.models()) {
      if (registry.aliased(model, Registry.CHAMPION).isEmpty()) {
        findings.add(
            model(
                model + " has versions and no champion",
                "a champion, by which forecasts and scores are made",
                "TrainingFailed"));
      }
    }
    return findings;
  }

  private Optional<Finding> backups() {
    Optional<Instant> newest =
        new Catalog(store)
            .backups().stream().map(backup -> backup.takenAt()).max(Instant::compareTo);
    if (newest.isEmpty()) {
      return Optional.of(backup("there is no backup"));
    }
    Duration age = Duration.between(newest.get(), clock.instant());
    return age.compareTo(OLDEST_BACKUP) > 0
        ? Optional.of(backup("the newest backup is " + age.toHours() + " h old"))
        : Optional.empty();
  }

  private Finding backup(String found) {
    return new Finding(
        Severity.CRITICAL,
        "backups",
        store.location(),
        found,
        OLDEST_BACKUP.toHours() + " h at most",
        "docs/runbooks/BackupMissed.md");
  }

  private Finding model(String found, String expected, String runbook) {
    return new Finding(
        Severity.WARNING,
        "models",
        store.location(),
        found,
        expected,
        "docs/runbooks/" + runbook + ".md");
  }
}
