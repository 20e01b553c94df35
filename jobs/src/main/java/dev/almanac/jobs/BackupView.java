package dev.almanac.jobs;

import dev.almanac.catalog.Manifest;
import java.util.Locale;

/** A backup as the command tells people of it. */
final class BackupView {

  private BackupView() {}

  /** In three lines. */
  static void tell(Console console, Manifest backup, String archive, boolean wasThere) {
    Manifest.Totals totals = backup.totals();
    console.say(
        (wasThere ? "Already archived: backup " : "Archived backup ")
            + backup.id()
            + " in "
            + archive);
    console.say(
        Human.count(totals.series())
            + " series, "
            + Human.count(totals.samples() + totals.histograms(), "sample")
            + " in "
            + Human.count(backup.blocks().size(), "block")
            + " of "
            + Human.bytes(totals.blockBytes()));
    console.say(
        (wasThere ? "" : Human.count(totals.newSamples()) + " of them new; ")
            + Human.bytes(totals.archiveBytes())
            + " of Parquet, "
            + bytesPerSample(totals));
  }

  /** {@code 0.37 bytes per sample}, or nothing to divide by. */
  static String bytesPerSample(Manifest.Totals totals) {
    return totals.samples() + totals.histograms() == 0
        ? "no samples"
        : String.format(Locale.ROOT, "%.3f bytes per sample", totals.bytesPerSample());
  }
}
