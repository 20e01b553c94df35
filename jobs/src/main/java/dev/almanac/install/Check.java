package dev.almanac.install;

/**
 * Something that an installation needs of the machine.
 *
 * @param what a word or two: {@code memory}
 * @param ok whether it is there
 * @param found what was found
 * @param advice what to do where it is not; empty where it is
 */
public record Check(String what, boolean ok, String found, String advice) {

  static Check good(String what, String found) {
    return new Check(what, true, found, "");
  }

  static Check bad(String what, String found, String advice) {
    return new Check(what, false, found, advice);
  }
}
