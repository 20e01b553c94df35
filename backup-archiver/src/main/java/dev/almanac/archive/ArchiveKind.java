package dev.almanac.archive;

import java.util.List;

/** The kinds of Parquet file, each in a folder of its own. */
public enum ArchiveKind {
  /** A row per float sample. */
  SAMPLES("samples"),
  /** A row per native-histogram sample. */
  HISTOGRAMS("histograms"),
  /** A row per series: its labels and what the part holds of it. */
  SERIES("series"),
  /** A row per chunk whose bytes cannot be made again from rows. */
  CHUNKS("chunks"),
  /** A row per series and step of time: derived from samples, of no part. */
  ROLLUPS("rollups");

  /** Those that a part is made of. */
  public static final List<ArchiveKind> OF_PARTS = List.of(SAMPLES, HISTOGRAMS, SERIES, CHUNKS);

  private final String folder;

  ArchiveKind(String folder) {
    this.folder = folder;
  }

  /** The folder's name, also the kind's name in the file's metadata. */
  public String folder() {
    return folder;
  }
}
