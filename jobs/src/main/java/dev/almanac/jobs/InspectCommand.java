package dev.almanac.jobs;

import dev.almanac.archive.ArchiveKind;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.catalog.ArchivedBlock;
import dev.almanac.catalog.ArchivedComponent;
import dev.almanac.catalog.ArchivedFile;
import dev.almanac.catalog.Catalog;
import dev.almanac.catalog.Manifest;
import dev.almanac.registry.view.ManifestView;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code almanac inspect}: what one backup holds. */
@Command(
    name = "inspect",
    description = {
      "Shows what a backup holds: its blocks, files and components, and what they cost.",
      ""
    })
final class InspectCommand extends Verb {

  @Mixin private ArchiveOption archive;

  @Parameters(
      paramLabel = "BACKUP",
      defaultValue = "latest",
      description = "An id, the beginning of one, a date (2026-11-23), or latest (the default).")
  private String wanted;

  @Override
  ExitCode run(Console console) {
    Manifest backup;
    try (BlobStore store = BlobStores.open(archive.root())) {
      backup = new Catalog(store).resolve(wanted);
    }
    if (console.json()) {
      Map<String, Object> view = ManifestView.of(backup);
      view.put("block_list", ManifestView.blocks(backup));
      view.put("components", ManifestView.components(backup));
      view.put("file_list", ManifestView.files(backup));
      console.sayJson(view);
    } else {
      tell(console, backup);
    }
    return ExitCode.DONE;
  }

  private static void tell(Console console, Manifest backup) {
    Manifest.Totals totals = backup.totals();
    Table facts = new Table().words("").words("");
    facts.row("backup", backup.id());
    facts.row("taken", backup.takenAt());
    facts.row("written", backup.writtenAt() + " by " + backup.writer());
    facts.row("source", backup.source().location());
    if (!backup.source().prometheusVersion().isEmpty()) {
      facts.row("prometheus", backup.source().prometheusVersion());
    }
    facts.row(
        "time",
        ManifestView.time(totals.timeRange().from())
            + " to "
            + ManifestView.time(totals.timeRange().until()));
    facts.row("series", totals.series());
    facts.row("samples", totals.samples());
    facts.row("histograms", totals.histograms());
    facts.row("blocks", Human.bytes(totals.blockBytes()) + " as Prometheus kept them");
    facts.row(
        "archive", Human.bytes(totals.archiveBytes()) + ", " + BackupView.bytesPerSample(totals));
    facts.row(
        "new",
        Human.count(totals.newSamples(), "sample") + " in " + Human.bytes(totals.newBytes()));
    facts.print(console.out(), false);
    backup.source().losses().forEach(loss -> console.say("note: " + loss));
    console.say("");
    blocks(backup).print(console.out(), true);
    console.say("");
    files(backup).print(console.out(), true);
    if (!backup.components().isEmpty()) {
      console.say("");
      components(backup).print(console.out(), true);
    }
  }

  private static Table components(Manifest backup) {
    Table table = new Table().words("COMPONENT").numbers("FILES").numbers("SIZE").words("");
    for (ArchivedComponent component : backup.components()) {
      table.row(
          component.title(),
          component.files(),
          Human.bytes(component.size()),
          component.encrypted() ? "encrypted" : "");
    }
    return table;
  }

  private static Table blocks(Manifest backup) {
    Table table =
        new Table().words("BLOCK").words("FROM").words("UNTIL").words("INDEX").numbers("SIZE");
    for (ArchivedBlock block : backup.blocks()) {
      table.row(
          block.ulid(),
          ManifestView.time(block.timeRange().from()),
          ManifestView.time(block.timeRange().until()),
          "v" + block.indexVersion(),
          Human.bytes(block.bytes()));
    }
    return table;
  }

  private static Table files(Manifest backup) {
    Table table = new Table().words("FILES").numbers("COUNT").numbers("ROWS").numbers("SIZE");
    for (ArchiveKind kind : ArchiveKind.OF_PARTS) {
      List<ArchivedFile> files = backup.files(kind.folder());
      if (!files.isEmpty()) {
        table.row(
            kind.folder(),
            files.size(),
            files.stream().mapToLong(ArchivedFile::rows).sum(),
            Human.bytes(files.stream().mapToLong(ArchivedFile::size).sum()));
      }
    }
    return table;
  }
}
