package dev.almanac.backup;

import dev.almanac.archive.ArchiveKind;
import dev.almanac.archive.ArchiveLayout;
import dev.almanac.archive.ArchivePart;
import dev.almanac.archive.ArchiveReader;
import dev.almanac.archive.CorruptArchiveException;
import dev.almanac.archive.SeriesRow;
import dev.almanac.archive.SeriesRows;
import dev.almanac.blob.BlobException;
import dev.almanac.blob.BlobInfo;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.Sha256;
import dev.almanac.catalog.ArchivedBlock;
import dev.almanac.catalog.ArchivedComponent;
import dev.almanac.catalog.ArchivedFile;
import dev.almanac.catalog.Manifest;
import dev.almanac.series.Run;
import dev.almanac.series.SeriesCursor;
import dev.almanac.series.SeriesDigest;
import dev.almanac.series.SeriesRange;
import dev.almanac.series.TimeRange;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/** Looks whether what a manifest names is there and is what it was. */
public final class ArchiveCheck {

  private static final int BUFFER = 1 << 16;

  private final BlobStore store;
  private final LongConsumer progress;

  /**
   * @param progress told of bytes read, or of rows decoded, as they are
   */
  public ArchiveCheck(BlobStore store, LongConsumer progress) {
    this.store = store;
    this.progress = progress;
  }

  /**
   * Something that is not as the manifest says.
   *
   * @param key which file
   * @param problem what is wrong with it
   */
  public record Finding(String key, String problem) implements Serializable {

    @Override
    public String toString() {
      return key + ": " + problem;
    }
  }

  /** Reads every file and component of a backup and compares size and SHA-256. */
  public List<Finding> bytes(Manifest backup) {
    List<Finding> findings = new ArrayList<>(bytes(backup.files()));
    findings.addAll(components(backup.components()));
    return findings;
  }

  /** Reads some of a backup's components and compares size and SHA-256. */
  public List<Finding> components(List<ArchivedComponent> components) {
    List<Finding> findings = new ArrayList<>();
    for (ArchivedComponent component : components) {
      check(
              component.key(),
              component.size(),
              component.sha256(),
              () -> store.stat(component.key()).map(BlobInfo::size),
              () -> store.open(component.key()))
          .ifPresent(findings::add);
    }
    return findings;
  }

  /** Reads some of a backup's files and compares size and SHA-256. */
  public List<Finding> bytes(List<ArchivedFile> files) {
    ArchivedFiles archived = new ArchivedFiles(store);
    List<Finding> findings = new ArrayList<>();
    for (ArchivedFile file : files) {
      check(
              file.key(),
              file.size(),
              file.sha256(),
              () -> Optional.of(archived.locate(file).size()),
              () -> archived.open(file))
          .ifPresent(findings::add);
    }
    return findings;
  }

  private Optional<Finding> check(
      String key,
      long size,
      String sha256,
      Supplier<Optional<Long>> found,
      Supplier<InputStream> content) {
    try {
      Optional<Long> there = found.get();
      if (there.isEmpty()) {
        return Optional.of(new Finding(key, "is missing from " + store.location()));
      }
      if (there.get() != size) {
        return Optional.of(new Finding(key, "expected " + size + " bytes, found " + there.get()));
      }
      String digest = sha256(content);
      return digest.equals(sha256)
          ? Optional.empty()
          : Optional.of(new Finding(key, "expected SHA-256 " + sha256 + ", found " + digest));
    } catch (BlobException | BackupException | IOException e) {
      return Optional.of(new Finding(key, "cannot be read: " + e.getMessage()));
    }
  }

  private String sha256(Supplier<InputStream> content) throws IOException {
    try (InputStream in = content.get()) {
      MessageDigest digest = Sha256.digest();
      byte[] buffer = new byte[BUFFER];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
        progress.accept(read);
      }
      return Sha256.hex(digest);
    }
  }

  /** Decodes every row of the files and compares each series' samples with its digest. */
  public List<Finding> rows(List<ArchivedFile> files) {
    List<Finding> findings = new ArrayList<>();
    for (ArchivePart part : ArchivedParts.open(store, ArchivedParts.ofRows(files))) {
      try {
        rows(part, findings);
      } catch (CorruptArchiveException e) {
        findings.add(new Finding(part.series().name(), e.getMessage()));
      }
    }
    return findings;
  }

  private void rows(ArchivePart part, List<Finding> findings) {
    SeriesRows expected = SeriesRows.open(part.series());
    SeriesDigest digest = new SeriesDigest();
    try (SeriesCursor series = ArchiveReader.open(part, SeriesRange.ALL, TimeRange.ALL)) {
      while (series.nextSeries() && expected.next()) {
        digest.clear();
        for (Run run = series.nextRun(); run != null; run = series.nextRun()) {
          run.digest(digest, 0, run.size());
          progress.accept(run.size());
        }
        SeriesRow row = expected.row();
        if (digest.value() != row.digest()
            || digest.samples() != row.samples() + row.histograms()) {
          findings.add(
              new Finding(
                  part.series().name(),
                  "the samples of " + row.labels() + " are not those that were archived"));
        }
      }
    }
  }

  /**
   * What is left of a backup without what is damaged: files that belong to a damaged one are left
   * out, and so are blocks that cannot be made again without it.
   */
  public static Manifest whole(Manifest backup, List<Finding> findings) {
    Set<String> damaged = new HashSet<>();
    findings.forEach(finding -> damaged.add(finding.key()));
    Set<String> parts = new HashSet<>();
    Set<LocalDate> days = new HashSet<>();
    Set<String> ulids = new HashSet<>();
    for (ArchivedFile file : backup.files()) {
      if (damaged.contains(file.key())) {
        parts.add(partOf(file));
        if (file.kind().equals(ArchiveKind.CHUNKS.folder())) {
          ulids.add(ulidOf(file));
        } else {
          days.add(file.day());
        }
      }
    }
    return backup.with(
        backup.blocks().stream()
            .filter(block -> !ulids.contains(block.ulid()) && !touches(block, days))
            .toList(),
        backup.components().stream()
            .filter(component -> !damaged.contains(component.key()))
            .toList(),
        backup.files().stream().filter(file -> !parts.contains(partOf(file))).toList());
  }

  private static boolean touches(ArchivedBlock block, Set<LocalDate> days) {
    TimeRange time = block.timeRange();
    return days.stream().anyMatch(day -> ArchiveLayout.rangeOf(day.toEpochDay()).overlaps(time));
  }

  /** A part's files differ in nothing but the folder of their kind. */
  private static String partOf(ArchivedFile file) {
    boolean chunks = file.kind().equals(ArchiveKind.CHUNKS.folder());
    return chunks ? file.key() : file.key().substring(file.key().indexOf('/'));
  }

  private static String ulidOf(ArchivedFile file) {
    return file.key().replaceFirst(".*-([0-9A-Z]{26})\\.parquet", "$1");
  }
}
