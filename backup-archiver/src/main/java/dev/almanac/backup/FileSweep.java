package dev.almanac.backup;

import dev.almanac.blob.BlobStore;
import dev.almanac.blob.Sha256;
import dev.almanac.catalog.ArchivedFile;
import dev.almanac.catalog.CommitLock;
import dev.almanac.catalog.Holdings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings every stored file to where {@link Holdings} says it belongs: into its live folder, under
 * {@code superseded/}, or out of the archive. What a crash left undone is found and done the next
 * time, at whichever line it happened: a file is copied, then compared, then removed.
 */
final class FileSweep {

  private static final Logger LOG = LoggerFactory.getLogger(FileSweep.class);

  private final BlobStore store;
  private final Map<String, ArchivedFile> files = new HashMap<>();
  private final Holdings holdings;

  FileSweep(BlobStore store, Holdings holdings) {
    this.store = store;
    this.holdings = holdings;
    holdings.files().forEach(file -> files.put(file.key(), file));
  }

  /** What is to be done with data files, in order of keys. */
  List<FileStep> steps(Inventory inventory) {
    List<FileStep> steps = new ArrayList<>();
    for (String key : inventory.dataKeys()) {
      String superseded = ArchivedFile.SUPERSEDED + key;
      switch (holdings.stateOf(key)) {
        case LIVE, HISTORY -> move(superseded, key, inventory, steps);
        case SUPERSEDED -> move(key, superseded, inventory, steps);
        case DEBRIS -> {
          remove(key, inventory, steps);
          remove(superseded, inventory, steps);
        }
      }
    }
    return steps;
  }

  /**
   * The components that no backup needs. A backup on its way may be about to: it must make sure
   * that they are there when it is committed.
   */
  List<FileStep> componentSteps(Inventory inventory) {
    List<FileStep> steps = new ArrayList<>();
    for (String key : inventory.componentKeys()) {
      if (!holdings.namesComponent(key)) {
        remove(key, inventory, steps);
      }
    }
    return steps;
  }

  private static void move(String from, String to, Inventory inventory, List<FileStep> steps) {
    inventory.size(from).ifPresent(size -> steps.add(FileStep.move(from, to, size)));
  }

  private static void remove(String key, Inventory inventory, List<FileStep> steps) {
    inventory.size(key).ifPresent(size -> steps.add(FileStep.remove(key, size)));
  }

  /** Does the steps one by one, each only while the lock is held. */
  void perform(List<FileStep> steps, CommitLock lock) {
    discardCopies(steps, lock);
    for (FileStep step : steps) {
      if (step.destination().isPresent()) {
        lock.check();
        store.copyIfAbsent(step.key(), step.destination().get());
        compare(step.key(), step.destination().get());
      }
      lock.check();
      store.delete(step.key());
    }
  }

  /** Discards what an interrupted copy to the same place left unseen. */
  private void discardCopies(List<FileStep> steps, CommitLock lock) {
    Set<String> destinations = new HashSet<>();
    steps.forEach(step -> step.destination().ifPresent(destinations::add));
    if (!destinations.isEmpty()) {
      lock.check();
      store.discardPending(destinations::contains);
    }
  }

  /** Makes sure that a copy is what it was made of, before that goes. */
  private void compare(String original, String copy) {
    ArchivedFile file =
        original.startsWith(ArchivedFile.SUPERSEDED) ? files.get(copy) : files.get(original);
    String copied = sha256(copy);
    if (copied.equals(file.sha256())) {
      return;
    }
    if (!copied.equals(sha256(original))) {
      throw new BackupException(
          "%s: %s and %s should be the same file and are not; remove the one whose SHA-256 is not %s"
              .formatted(store.location(), original, copy, file.sha256()));
    }
    LOG.warn(
        "{}: {} is damaged, and was so before it was moved to {}; 'almanac verify' says which"
            + " backups need it",
        store.location(),
        original,
        copy);
  }

  private String sha256(String key) {
    try (InputStream content = store.open(key)) {
      return Sha256.of(content, OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(store.location() + ": " + key + " cannot be read", e);
    }
  }
}
