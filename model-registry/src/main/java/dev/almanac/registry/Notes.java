package dev.almanac.registry;

import dev.almanac.blob.BlobInfo;
import dev.almanac.blob.BlobStore;
import dev.almanac.catalog.CommitLock;
import java.time.Clock;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What people say of models and versions, which changes while those do not. Every change is kept,
 * and made under the archive's lock. Safe for use by several threads.
 */
public final class Notes {

  private final BlobStore store;
  private final Clock clock;
  private final Supplier<CommitLock> locks;
  private final VersionLog versions;

  Notes(BlobStore store, Clock clock, Supplier<CommitLock> locks) {
    this.store = store;
    this.clock = clock;
    this.locks = locks;
    versions = new VersionLog(store);
  }

  /** The names of all models that have a version, or a note that keeps them. */
  public NavigableSet<String> models() {
    NavigableSet<String> models = versions.models();
    NavigableSet<String> noted = new TreeSet<>();
    for (BlobInfo blob : store.list(RegistryLayout.NOTES)) {
      RegistryLayout.noteOf(blob.key()).ifPresent(subject -> noted.add(subject.model()));
    }
    noted.removeAll(models);
    noted.removeIf(model -> of(model).filter(said -> said.note().kept()).isEmpty());
    models.addAll(noted);
    return models;
  }

  /** What is said of a model. */
  public Optional<NotedAt> of(String model) {
    return new NoteLog(store, NoteSubject.of(model)).newest();
  }

  /** What is said of a version; nothing where it is as it was published. */
  public Optional<NotedAt> of(VersionId id) {
    return new NoteLog(store, NoteSubject.of(id)).newest();
  }

  /**
   * Changes what is said of a model, whether it has a version or not.
   *
   * @param how may refuse, by throwing
   */
  public Note change(String model, UnaryOperator<Note> how, Change change) {
    return change(NoteSubject.of(model), Note.NONE, how, change);
  }

  /**
   * Changes what is said of a version.
   *
   * @param published what holds as long as nothing was said of it
   * @throws NoSuchModelException where there is no such version
   */
  public Note change(VersionId id, Note published, UnaryOperator<Note> how, Change change) {
    versions.require(id);
    return change(NoteSubject.of(id), published, how, change);
  }

  private Note change(NoteSubject subject, Note otherwise, UnaryOperator<Note> how, Change change) {
    try (CommitLock lock = locks.get()) {
      lock.check();
      return new NoteLog(store, subject).change(otherwise, how, change, clock.instant());
    }
  }
}
