package dev.almanac.install;

import java.util.List;

/**
 * A program that came to its end.
 *
 * @param out what it said on both of its outputs
 */
record Ran(List<String> command, int exit, String out) {

  private static final int LINES = 12;

  boolean ok() {
    return exit == 0;
  }

  /**
   * What it said.
   *
   * @throws InstallException where it failed
   */
  String orFail(String advice) {
    if (!ok()) {
      throw new InstallException(
          "'%s' ended with %d:%n%s%n%s"
              .formatted(
                  String.join(" ", command),
                  exit,
                  tail().indent(2).stripTrailing(),
                  FullDisk.isSaidBy(out) ? FullDisk.ADVICE : advice));
    }
    return out;
  }

  /** The end of what it said, where programs tell what is wrong. */
  String tail() {
    List<String> lines = out.lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
  }
}
