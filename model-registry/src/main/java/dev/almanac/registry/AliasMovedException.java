package dev.almanac.registry;

/** An alias that names another version than the one a change was decided by. */
public final class AliasMovedException extends RefusedChangeException {

  private static final long serialVersionUID = 1L;

  public AliasMovedException(String message) {
    super(message);
  }
}
