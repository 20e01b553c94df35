package dev.almanac.rollup;

import dev.almanac.archive.RollupLayout;
import dev.almanac.blob.BlobInfo;
import dev.almanac.blob.BlobStore;
import dev.almanac.catalog.ShownFiles;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/**
 * The rollups of an archive that may be shown. Looked for again now and then, so that new ones are
 * seen soon. Safe for use by several threads.
 */
public final class ShownRollups {

  private final ShownFiles files;
  private final Duration goodFor;
  private List<RollupDay> days = List.of();
  private long lookedAt;
  private boolean looked;

  /**
   * @param files what the archive shows besides
   * @param goodFor how long the same answer may be given
   */
  public ShownRollups(ShownFiles files, Duration goodFor) {
    this.files = files;
    this.goodFor = goodFor;
  }

  /** Where they are. */
  public BlobStore store() {
    return files.store();
  }

  /**
   * The days that are rolled up and the steps they have, in order; without files where their
   * samples are gone.
   */
  public synchronized List<RollupDay> days() {
    if (!looked || System.nanoTime() - lookedAt >= goodFor.toNanos()) {
      lookedAt = System.nanoTime();
      List<BlobInfo> there = store().list(RollupLayout.FOLDER);
      days =
          files.decide(holdings -> RollupPlan.of(holdings, there, Set.of(), LocalDate.MIN).there());
      looked = true;
    }
    return days;
  }
}
