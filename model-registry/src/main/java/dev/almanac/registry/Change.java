package dev.almanac.registry;

/**
 * Who changes something and why; both are kept for good.
 *
 * @param actor a user's or a program's name
 * @param reason a sentence
 */
public record Change(String actor, String reason) {

  private static final int MAX_LENGTH = 4000;

  public Change {
    check("actor", actor);
    check("reason", reason);
  }

  private static void check(String what, String text) {
    if (text.isBlank() || text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a change has %s of 1 to %d characters, found %d"
              .formatted(
                  what.equals("actor") ? "an actor" : "a reason", MAX_LENGTH, text.length()));
    }
  }
}
