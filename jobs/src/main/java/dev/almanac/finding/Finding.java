package dev.almanac.finding;

/**
 * Something that is not as it should be, and what to do about it.
 *
 * @param check what was looked at: {@code ports}
 * @param where the file, address or name it is about
 * @param found what is there; never a secret itself
 * @param expected what should be
 * @param remedy what to do
 */
public record Finding(
    Severity severity, String check, String where, String found, String expected, String remedy) {

  public Finding {
    if (found.isBlank() || expected.isBlank() || remedy.isBlank()) {
      throw new IllegalArgumentException(
          "a finding says what was found, what was expected and what to do: " + where);
    }
  }
}
