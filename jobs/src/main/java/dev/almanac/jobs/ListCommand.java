package dev.almanac.jobs;

import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.catalog.Catalog;
import dev.almanac.catalog.Manifest;
import dev.almanac.registry.view.ManifestView;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code almanac ls}: the backups of an archive. */
@Command(
    name = "ls",
    description = {"Lists the backups of an archive, oldest first.", ""})
final class ListCommand extends Verb {

  @Mixin private ArchiveOption archive;

  @Override
  ExitCode run(Console console) {
    List<Manifest> backups;
    try (BlobStore store = BlobStores.open(archive.root())) {
      backups = new Catalog(store).backups();
    }
    if (console.json()) {
      console.sayJson(backups.stream().map(ManifestView::of).toList());
    } else if (backups.isEmpty()) {
      console.note("almanac: there is no backup in " + archive.root());
    } else {
      table(backups).print(console.out(), true);
    }
    return ExitCode.DONE;
  }

  private static Table table(List<Manifest> backups) {
    Table table =
        new Table()
            .words("BACKUP")
            .words("FROM")
            .words("UNTIL")
            .numbers("BLOCKS")
            .numbers("SERIES")
            .numbers("SAMPLES")
            .numbers("NEW")
            .numbers("SIZE")
            .numbers("ADDED")
            .numbers("B/SAMPLE");
    for (Manifest backup : backups) {
      Manifest.Totals totals = backup.totals();
      table.row(
          backup.id(),
          minute(totals.timeRange().from()),
          minute(totals.timeRange().until()),
          backup.blocks().size(),
          Human.count(totals.series()),
          Human.count(totals.samples() + totals.histograms()),
          Human.count(totals.newSamples()),
          Human.bytes(totals.archiveBytes()),
          Human.bytes(totals.newBytes()),
          bytesPerSample(totals));
    }
    return table;
  }

  /** A number, or nothing where there is nothing to divide by. */
  private static String bytesPerSample(Manifest.Totals totals) {
    return totals.samples() + totals.histograms() == 0
        ? ""
        : String.format(Locale.ROOT, "%.3f", totals.bytesPerSample());
  }

  /** {@code 2026-11-23 23:00}: seconds matter to nobody who looks for a backup. */
  private static String minute(long timestamp) {
    return ManifestView.time(timestamp).substring(0, 16).replace('T', ' ');
  }
}
