package dev.almanac.registry.token;

import java.util.Locale;

/** What a token allows; each includes those before it. */
public enum Scope {
  /** To look at everything, secrets aside: there are none. */
  READ,
  /** To publish versions, move aliases and describe models as well. */
  OPERATE,
  /** To delete as well. */
  ADMIN;

  /** As people write it: {@code operate}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The scope of this label.
   *
   * @throws IllegalArgumentException where there is none
   */
  public static Scope of(String label) {
    for (Scope scope : values()) {
      if (scope.label().equals(label)) {
        return scope;
      }
    }
    throw new IllegalArgumentException(
        "a scope is read, operate or admin, found \"" + label + "\"");
  }

  /** Whether who has this one may do what needs the other. */
  public boolean covers(Scope needed) {
    return compareTo(needed) >= 0;
  }
}
