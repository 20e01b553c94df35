package dev.almanac.rollup;

import dev.almanac.archive.RollupLayout;
import dev.almanac.archive.RollupStep;
import dev.almanac.blob.BlobInfo;
import dev.almanac.blob.BlobStore;
import dev.almanac.catalog.Catalog;
import dev.almanac.catalog.HistoryLog;
import dev.almanac.catalog.Holdings;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/** The rollups of an archive: what there is, what is missing, what may go. */
public final class Rollups {

  private final BlobStore store;

  /**
   * @param store stays its owner's to close
   */
  public Rollups(BlobStore store) {
    this.store = store;
  }

  /**
   * What would be to do now; changes nothing.
   *
   * @param steps which are wanted
   * @param oldest the first day that is wanted
   */
  public RollupPlan plan(Set<RollupStep> steps, LocalDate oldest) {
    // The listing first: what a run at the same time adds meanwhile is not taken for outdated.
    List<BlobInfo> there = store.list(RollupLayout.FOLDER);
    Holdings holdings = new Holdings(new Catalog(store).backups(), new HistoryLog(store).newest());
    return RollupPlan.of(holdings, there, steps, oldest);
  }

  /** Removes what a plan says is outdated or too old; to be done after its days are built. */
  public void remove(RollupPlan plan) {
    plan.remove().forEach(blob -> store.delete(blob.key()));
  }
}
