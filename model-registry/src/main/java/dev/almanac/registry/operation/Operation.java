package dev.almanac.registry.operation;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How far some work is. A picture of one moment, which does not change.
 *
 * @param id tells it from every other
 * @param kind what it does, in a word: {@code backup}, {@code drill}
 * @param subject what it does that to; empty where the kind says it all
 * @param startedBy the name of whoever began it
 * @param state whether it runs, and how it ended
 * @param startedAt when it began
 * @param endedAt when it ended; empty while it runs
 * @param progress how far it is, in words; empty where nothing was told yet
 * @param result what came of it, where it is done
 * @param problem why it failed
 */
public record Operation(
    String id,
    String kind,
    String subject,
    String startedBy,
    State state,
    Instant startedAt,
    Optional<Instant> endedAt,
    String progress,
    Map<String, Object> result,
    Optional<String> problem) {

  /** Whether an operation runs, and how it ended. */
  public enum State {
    RUNNING,
    DONE,
    FAILED,
    /** The service ended before it did. */
    CANCELLED;

    /** As it is written: {@code running}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Operation begun(String id, String kind, String subject, String by, Instant now) {
    return new Operation(
        id,
        kind,
        subject,
        by,
        State.RUNNING,
        now,
        Optional.empty(),
        "",
        Map.of(),
        Optional.empty());
  }

  Operation at(String words) {
    return new Operation(
        id, kind, subject, startedBy, state, startedAt, endedAt, words, result, problem);
  }

  Operation done(Map<String, Object> outcome, Instant now) {
    return ended(State.DONE, outcome, Optional.empty(), now);
  }

  Operation failed(String why, Instant now) {
    return ended(State.FAILED, Map.of(), Optional.of(why), now);
  }

  Operation cancelled(Instant now) {
    return ended(State.CANCELLED, Map.of(), Optional.of("the service ended before it did"), now);
  }

  private Operation ended(
      State how, Map<String, Object> outcome, Optional<String> why, Instant now) {
    return new Operation(
        id,
        kind,
        subject,
        startedBy,
        how,
        startedAt,
        Optional.of(now),
        progress,
        new LinkedHashMap<>(outcome),
        why);
  }

  /** As JSON. */
  public Map<String, Object> view() {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", id);
    view.put("kind", kind);
    view.put("subject", subject.isEmpty() ? null : subject);
    view.put("started_by", startedBy);
    view.put("state", state.label());
    view.put("started_at", startedAt.toString());
    view.put("ended_at", endedAt.map(Instant::toString).orElse(null));
    view.put("progress", progress.isEmpty() ? null : progress);
    view.put("result", state == State.DONE ? result : null);
    view.put("problem", problem.orElse(null));
    return view;
  }
}
