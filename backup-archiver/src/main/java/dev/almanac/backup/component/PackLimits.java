package dev.almanac.backup.component;

/**
 * How much a component may hold. What is packed within these bounds can be unpacked; what claims
 * more was not packed by Almanac.
 *
 * @param files how many files
 * @param bytes of all files together, unpacked
 */
record PackLimits(long files, long bytes) {

  static final PackLimits DEFAULT = new PackLimits(100_000, 4L << 30);

  /** With an encrypted component, which is opened in memory. */
  static final PackLimits SEALED = new PackLimits(100_000, 256L << 20);

  void check(long foundFiles, long foundBytes) {
    if (foundFiles > files || foundBytes > bytes) {
      throw new ComponentException(
          "a component holds at most "
              + files
              + " files of "
              + bytes
              + " bytes together; found "
              + foundFiles
              + " files of "
              + foundBytes
              + " bytes and perhaps more");
    }
  }
}
