package dev.almanac.catalog;

import static java.util.Objects.requireNonNull;

import dev.almanac.series.TimeRange;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * One backup: everything needed to read it, to restore it and to prove it, alone.
 *
 * @param id the backup's name, {@code 20261123T230000Z-3f9c21ab}: when the data was taken, and the
 *     beginning of a digest of the blocks, so that the same snapshot has the same name
 * @param takenAt when the snapshot was taken, or the end of its data where that is not known
 * @param writtenAt when this manifest was written
 * @param writer the program that wrote it, {@code almanac 0.1.0}
 * @param source where the blocks came from
 * @param blocks the snapshot's blocks, in order of their beginning, then of their names
 * @param components dashboards, configuration and models, in order of kinds and names
 * @param files every file the backup needs, those of earlier backups too, in order of keys
 * @param salted label sets whose series id is not their plain hash, because that one was taken, in
 *     order of ids
 * @param totals what the backup holds
 */
public record Manifest(
    String id,
    Instant takenAt,
    Instant writtenAt,
    String writer,
    Source source,
    List<ArchivedBlock> blocks,
    List<ArchivedComponent> components,
    List<ArchivedFile> files,
    Map<Map<String, String>, Long> salted,
    Totals totals)
    implements Serializable {

  public Manifest {
    Invariants.check(BackupId.isValid(id), "not a backup id: " + id);
    requireNonNull(takenAt, "takenAt");
    requireNonNull(writtenAt, "writtenAt");
    requireNonNull(writer, "writer");
    requireNonNull(source, "source");
    requireNonNull(totals, "totals");
    Invariants.checkDistinct("block", blocks, ArchivedBlock::ulid);
    Invariants.checkDistinct("component", components, ArchivedComponent::title);
    Invariants.checkDistinct("file", files, ArchivedFile::key);
    Invariants.checkDistinct("salted series id", List.copyOf(salted.values()), Function.identity());
    blocks = blocks.stream().sorted(BY_BEGINNING).toList();
    components =
        components.stream().sorted(Comparator.comparing(ArchivedComponent::title)).toList();
    files = inOrderOfKeys(files);
    salted = inOrderOfIds(salted);
  }

  private static final Comparator<ArchivedBlock> BY_BEGINNING =
      Comparator.<ArchivedBlock>comparingLong(block -> block.timeRange().from())
          .thenComparing(ArchivedBlock::ulid);

  static List<ArchivedFile> inOrderOfKeys(List<ArchivedFile> files) {
    return files.stream().sorted(Comparator.comparing(ArchivedFile::key)).toList();
  }

  static Map<Map<String, String>, Long> inOrderOfIds(Map<Map<String, String>, Long> salted) {
    Map<Map<String, String>, Long> ordered = new LinkedHashMap<>();
    salted.entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .forEach(
            entry ->
                ordered.put(
                    Collections.unmodifiableMap(new TreeMap<>(entry.getKey())), entry.getValue()));
    return Collections.unmodifiableMap(ordered);
  }

  /**
   * Where a snapshot came from.
   *
   * @param location a folder or the URL of a Prometheus server, without credentials
   * @param prometheusVersion the server's version, or empty where only a folder was given
   * @param losses what the snapshot did not contain, in sentences
   */
  public record Source(String location, String prometheusVersion, List<String> losses)
      implements Serializable {

    public Source {
      requireNonNull(location, "location");
      requireNonNull(prometheusVersion, "prometheusVersion");
      losses = List.copyOf(losses);
    }

    /** The same, with more to say of what the snapshot did not contain. */
    public Source with(List<String> sentences) {
      List<String> all = new ArrayList<>(losses);
      all.addAll(sentences);
      return new Source(location, prometheusVersion, all);
    }
  }

  /**
   * What a backup holds.
   *
   * @param timeRange of the visible samples
   * @param series distinct label sets in the blocks, those whose samples are all deleted too
   * @param samples visible float samples
   * @param histograms visible native-histogram samples
   * @param blockBytes size of the snapshot's blocks
   * @param archiveBytes size of all files the backup needs
   * @param newSamples how many samples (of both kinds) were first written by this backup
   * @param newBytes size of the files first written by this backup
   */
  public record Totals(
      TimeRange timeRange,
      long series,
      long samples,
      long histograms,
      long blockBytes,
      long archiveBytes,
      long newSamples,
      long newBytes)
      implements Serializable {

    public Totals {
      requireNonNull(timeRange, "timeRange");
      Invariants.checkCount("series", series);
      Invariants.checkCount("samples", samples);
      Invariants.checkCount("histograms", histograms);
      Invariants.checkCount("block bytes", blockBytes);
      Invariants.checkCount("archive bytes", archiveBytes);
      Invariants.checkCount("new samples", newSamples);
      Invariants.checkCount("new bytes", newBytes);
    }

    /** Archived bytes per sample of either kind; NaN for an empty backup. */
    public double bytesPerSample() {
      return (double) archiveBytes / (samples + histograms);
    }
  }

  /** The same backup with some of its blocks, components and files only. */
  public Manifest with(
      List<ArchivedBlock> someBlocks,
      List<ArchivedComponent> someComponents,
      List<ArchivedFile> someFiles) {
    return new Manifest(
        id,
        takenAt,
        writtenAt,
        writer,
        source,
        someBlocks,
        someComponents,
        someFiles,
        salted,
        totals);
  }

  /** The files of this kind. */
  public List<ArchivedFile> files(String kind) {
    return files.stream().filter(file -> file.kind().equals(kind)).toList();
  }
}
