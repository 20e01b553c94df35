package dev.almanac.registry;

import java.time.Instant;
import java.util.Locale;

/**
 * One entry of an alias's log; the newest one says what the alias names.
 *
 * <p>Moves form a stack that is never changed: each knows the move that a roll-back returns to. A
 * promotion lies on the move before it. A roll-back takes the place of the move it returns to, and
 * so lies on what that one lay on; rolling back twice goes back two promotions. A removal lies on
 * the move before it, and a roll-back takes it back.
 *
 * @param number its place in the log, from 1
 * @param kind why it moved
 * @param version the number of the version that the alias names from then on; of a removal, the one
 *     that it named
 * @param below the number of the move that a roll-back returns to, or 0
 * @param change who moved it and why
 * @param at by the clock of the host that moved it
 */
public record AliasMove(int number, Kind kind, int version, int below, Change change, Instant at) {

  /** Why an alias moves. */
  public enum Kind {
    PROMOTE,
    ROLL_BACK,
    /** From then on there is no such alias. */
    REMOVE;

    /** As it is written: {@code roll_back}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The kind that is written so. */
    public static Kind of(String label) {
      for (Kind kind : values()) {
        if (kind.label().equals(label)) {
          return kind;
        }
      }
      throw new IllegalArgumentException(
          "an alias moves by promote, roll_back or remove, found " + label);
    }
  }

  public AliasMove {
    if (number < 1 || below < 0 || below >= number) {
      throw new IllegalArgumentException("move %d cannot lie on move %d".formatted(number, below));
    }
    if (version < 1 || version > VersionId.HIGHEST) {
      throw new IllegalArgumentException("versions are numbered from 1, found " + version);
    }
  }

  /** Whether there is no such alias from then on. */
  public boolean isRemoval() {
    return kind == Kind.REMOVE;
  }
}
