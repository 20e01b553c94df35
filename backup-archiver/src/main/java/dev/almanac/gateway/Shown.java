package dev.almanac.gateway;

import dev.almanac.archive.FileMemory;
import dev.almanac.blob.BlobStore;
import dev.almanac.catalog.ShownFiles;
import dev.almanac.rollup.ShownRollups;
import java.time.Duration;

/** What an archive shows, and what is remembered of its files. */
record Shown(ShownFiles files, ShownRollups rollups, FileMemory memory) {

  /**
   * What a store shows.
   *
   * @param refresh how soon a new backup is to be seen
   */
  static Shown of(BlobStore store, FileMemory memory, Duration refresh) {
    ShownFiles files = new ShownFiles(store, refresh);
    return new Shown(files, new ShownRollups(files, refresh), memory);
  }
}
