package dev.almanac.jobs;

import dev.almanac.backup.ArchiveCheck;
import dev.almanac.blob.BlobStore;
import dev.almanac.catalog.ArchivedComponent;
import dev.almanac.catalog.ArchivedFile;
import dev.almanac.flink.PieceWork;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/** Looks in parallel whether archived files are what they were, a day of them at a time. */
final class VerifyJob {

  private static final double BYTES_PER_SECOND = 5e8;
  private static final double ROWS_PER_SECOND = 1e7;

  private VerifyJob() {}

  /** What one piece has shown. */
  record Findings(List<ArchiveCheck.Finding> list) implements Serializable {

    Findings {
      list = List.copyOf(list);
    }

    static List<ArchiveCheck.Finding> join(List<Findings> all) {
      return all.stream().flatMap(each -> each.list().stream()).toList();
    }
  }

  /** Compares sizes and SHA-256. */
  static PieceJob<VerifyPiece, Findings> ofBytes(
      String archive, List<ArchivedFile> files, List<ArchivedComponent> components) {
    List<VerifyPiece> pieces = new ArrayList<>(byDay(files, VerifyPiece.Bytes::new));
    if (!components.isEmpty()) {
      pieces.add(new VerifyPiece.Components(components));
    }
    double bytes =
        files.stream().mapToLong(ArchivedFile::size).sum()
            + components.stream().mapToLong(ArchivedComponent::size).sum();
    return of("verify files", archive, pieces, bytes / BYTES_PER_SECOND);
  }

  /** Decodes every row and compares each series' samples with its digest. */
  static PieceJob<VerifyPiece, Findings> ofRows(String archive, List<ArchivedFile> files) {
    double rows = files.stream().mapToLong(ArchivedFile::rows).sum();
    return of("verify rows", archive, byDay(files, VerifyPiece.Rows::new), rows / ROWS_PER_SECOND);
  }

  private static PieceJob<VerifyPiece, Findings> of(
      String name, String archive, List<VerifyPiece> pieces, double seconds) {
    PieceWork<VerifyPiece, Findings> work =
        (VerifyPiece piece, BlobStore store, LongConsumer progress) ->
            new Findings(piece.findings(new ArchiveCheck(store, progress)));
    return new PieceJob<>(name, archive, pieces, work, seconds);
  }

  private static List<VerifyPiece> byDay(
      List<ArchivedFile> files, Function<List<ArchivedFile>, VerifyPiece> piece) {
    TreeMap<LocalDate, List<ArchivedFile>> days =
        files.stream()
            .collect(Collectors.groupingBy(ArchivedFile::day, TreeMap::new, Collectors.toList()));
    return days.values().stream().map(piece).toList();
  }
}
