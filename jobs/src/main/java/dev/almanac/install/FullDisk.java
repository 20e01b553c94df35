package dev.almanac.install;

import java.util.regex.Pattern;

/** How programs and the system say that nothing more can be written, and what to do. */
final class FullDisk {

  static final String ADVICE =
      "The disk is full. Each file in place is whole, as it was or as it is to be. Make room ('df"
          + " -h' and 'df -i' show where, 'apt-get clean' is a start), then run the installation"
          + " again: it goes on from here.";

  private static final Pattern SAID =
      Pattern.compile("No space left on device|Disk quota exceeded|ENOSPC|EDQUOT");

  private FullDisk() {}

  /** Whether it is this that was said. */
  static boolean isSaidBy(String message) {
    return SAID.matcher(message).find();
  }
}
