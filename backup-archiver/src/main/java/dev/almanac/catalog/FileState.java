package dev.almanac.catalog;

/** What a stored file is to an archive, as {@link Holdings} decides. */
public enum FileState {
  /** Needed by the newest backup that has to do with its day: people read it in its folder. */
  LIVE,
  /** Needed by older backups alone: it lies under {@code superseded/}. */
  SUPERSEDED,
  /** Needed by no backup, but kept for people who read it in its folder. */
  HISTORY,
  /** Needed by nobody: to be removed. */
  DEBRIS
}
