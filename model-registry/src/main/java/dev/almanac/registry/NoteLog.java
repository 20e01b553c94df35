package dev.almanac.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.NumberedLog;
import dev.almanac.catalog.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The notes on one model or version, of which the newest holds. Appended to under the lock only.
 */
final class NoteLog {

  private final NoteSubject subject;
  private final NumberedLog log;

  NoteLog(BlobStore store, NoteSubject subject) {
    this.subject = subject;
    log =
        new NumberedLog(
            store, RegistryLayout.notes(subject), RegistryLayout.DIGITS, SealedJson.MAX_BYTES);
  }

  /** What holds, or empty where nothing was ever said. */
  Optional<NotedAt> newest() {
    List<Long> numbers = log.numbers();
    if (numbers.isEmpty()) {
      return Optional.empty();
    }
    Entry last = read(numbers.get(numbers.size() - 1));
    return Optional.of(new NotedAt(last.note(), last.first(), last.at(), last.change()));
  }

  private record Entry(long number, Note note, Instant first, Instant at, Change change) {}

  /**
   * Changes what holds.
   *
   * @param otherwise what to begin with where nothing was said yet
   */
  Note change(Note otherwise, UnaryOperator<Note> how, Change change, Instant at) {
    Optional<NotedAt> before = newest();
    Note after = how.apply(before.map(NotedAt::note).orElse(otherwise));
    long number = NumberedLog.after(log.newest());
    Instant first = before.map(NotedAt::first).orElse(at);
    if (!log.append(number, write(new Entry(number, after, first, at, change)))) {
      throw new RefusedChangeException(
          "another process changes the notes on %s at the same time; try again"
              .formatted(subject.model()));
    }
    return after;
  }

  private byte[] write(Entry entry) {
    ObjectNode root = SealedJson.create();
    root.put("model", subject.model());
    root.put("version", subject.version());
    root.put("number", entry.number());
    root.put("kept", entry.note().kept());
    root.put("description", entry.note().description());
    entry.note().tags().forEach(root.putObject("tags")::put);
    root.put("first_at", entry.first().toString());
    root.put("actor", entry.change().actor());
    root.put("reason", entry.change().reason());
    root.put("at", entry.at().toString());
    return SealedJson.write(root, "a note");
  }

  private Entry read(long number) {
    String place = log.place(number);
    return SealedJson.read(
        log.read(number).content(),
        "a note",
        place,
        root -> {
          NoteSubject found = new NoteSubject(root.text("model"), root.integer("version"));
          Entry entry = entry(root);
          if (!found.equals(subject) || entry.number() != number) {
            throw new RegistryException(
                "%s: expected note %d on %s, found note %d on %s"
                    .formatted(place, number, subject, entry.number(), found));
          }
          return entry;
        });
  }

  private static Entry entry(JsonObject root) {
    return new Entry(
        root.number("number"),
        new Note(
            root.flag("kept"), root.text("description"), new TreeMap<>(root.textsByName("tags"))),
        root.instant("first_at"),
        root.instant("at"),
        new Change(root.text("actor"), root.text("reason")));
  }
}
