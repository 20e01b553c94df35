package dev.almanac.registry;

import dev.almanac.blob.BlobException;
import dev.almanac.blob.BlobInfo;
import dev.almanac.blob.BlobStore;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Reads a whole registry and names everything that is not as it was written. */
final class RegistryCheck {

  private final BlobStore store;
  private final VersionLog versions;
  private final FileFolder files;
  private final List<Finding> findings = new ArrayList<>();

  RegistryCheck(BlobStore store) {
    this.store = store;
    versions = new VersionLog(store);
    files = new FileFolder(store);
  }

  /**
   * Every problem, each once.
   *
   * @param progress is told of each version before it is read
   */
  List<Finding> run(Consumer<VersionId> progress) {
    for (VersionId id : versions.ids()) {
      progress.accept(id);
      checkVersion(id);
    }
    for (VersionId id : versions.lost()) {
      findings.add(new Finding(RegistryLayout.version(id), id + " is neither there nor deleted"));
    }
    for (VersionId id : versions.deleted()) {
      attempt(RegistryLayout.deletions(id.model()), () -> versions.deletion(id));
    }
    checkAliases();
    checkReports();
    checkFailures();
    checkNotes();
    checkKeys();
    return findings;
  }

  /** Something that may fail. */
  private interface Attempt {
    void run() throws IOException;
  }

  private boolean attempt(String key, Attempt attempt) {
    try {
      attempt.run();
      return true;
    } catch (IOException | RegistryException | BlobException e) {
      findings.add(new Finding(key, e.getMessage()));
      return false;
    }
  }

  private void checkVersion(VersionId id) {
    attempt(
        RegistryLayout.version(id),
        () -> {
          Optional<ModelVersion> version = versions.find(id); // empty where it is just deleted
          if (version.isPresent()) {
            version.get().files().forEach(file -> checkFile(version.get(), file));
          }
        });
  }

  private void checkFile(ModelVersion version, ModelFile file) {
    attempt(
        RegistryLayout.file(version.publication(), file.name()),
        () -> files.copy(version, file, OutputStream.nullOutputStream()));
  }

  private void checkAliases() {
    Set<AliasName> checked = new HashSet<>();
    for (BlobInfo blob : store.list(RegistryLayout.ALIASES)) {
      RegistryLayout.aliasOf(blob.key()).filter(checked::add).ifPresent(this::checkAlias);
    }
  }

  private void checkAlias(AliasName name) {
    AliasLog log = new AliasLog(store, name);
    String folder = RegistryLayout.alias(name);
    List<Long> numbers = log.numbers();
    boolean whole = true;
    for (int i = 0; i < numbers.size(); i++) {
      long number = numbers.get(i);
      if (number != i + 1) {
        findings.add(new Finding(folder, "move %d is missing".formatted(i + 1)));
        return;
      }
      whole &= attempt(folder, () -> log.read(number));
    }
    if (whole && !numbers.isEmpty()) {
      AliasMove newest = log.read(numbers.size());
      VersionId named = new VersionId(name.model(), newest.version());
      if (!newest.isRemoval() && !versions.isThere(named)) {
        findings.add(new Finding(folder, "it names %s, which is not there".formatted(named)));
      }
    }
  }

  private void checkReports() {
    for (BlobInfo blob : store.list(RegistryLayout.REPORTS)) {
      RegistryLayout.reportOf(blob.key()).ifPresent(id -> checkReport(id, blob.key()));
    }
  }

  private void checkReport(VersionId id, String key) {
    attempt(
        key,
        () ->
            GateReportCodec.read(
                store.read(key, SealedJson.MAX_BYTES), id, store.location() + "/" + key));
  }

  private void checkFailures() {
    for (BlobInfo blob : store.list(RegistryLayout.FAILURES)) {
      RegistryLayout.failureOf(blob.key())
          .ifPresent(
              record ->
                  attempt(
                      blob.key(),
                      () -> new FailureLog(store, record.model()).read(record.number())));
    }
  }

  private void checkNotes() {
    Set<NoteSubject> checked = new HashSet<>();
    for (BlobInfo blob : store.list(RegistryLayout.NOTES)) {
      RegistryLayout.noteOf(blob.key())
          .filter(checked::add)
          .ifPresent(
              subject ->
                  attempt(
                      RegistryLayout.notes(subject), () -> new NoteLog(store, subject).newest()));
    }
  }

  /** Keys that the registry does not write; it leaves them alone. */
  private void checkKeys() {
    for (BlobInfo blob : store.list(RegistryLayout.ROOT)) {
      if (!RegistryLayout.isKnown(blob.key())) {
        findings.add(new Finding(blob.key(), "it is none of the registry's"));
      }
    }
  }
}
