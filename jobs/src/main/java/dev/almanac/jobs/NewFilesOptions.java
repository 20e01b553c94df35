package dev.almanac.jobs;

import dev.almanac.archive.ArchiveSettings;
import dev.almanac.archive.PageEncodings;
import picocli.CommandLine.Option;

/** What whoever adds to an archive may say of the files it writes. */
final class NewFilesOptions {

  @Option(
      names = "--accept-removals",
      description = {
        "Go on where most archived samples of the snapshot's time are gone from it, as another",
        "server's would be: they were deleted on purpose. Older backups keep them."
      })
  private boolean acceptRemovals;

  @Option(
      names = "--encodings",
      paramLabel = "LEVEL",
      description = {
        "Which Parquet encodings new files may use:",
        "  basic     what every reader knows, Flink SQL too; larger",
        "  compact   DuckDB, pyarrow, Spark, Trino (the default)",
        "  smallest  DuckDB, pyarrow"
      })
  private PageEncodings encodings = ArchiveSettings.DEFAULT.encodings();

  boolean acceptRemovals() {
    return acceptRemovals;
  }

  PageEncodings encodings() {
    return encodings;
  }
}
