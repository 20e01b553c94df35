package dev.almanac.registry;

import dev.almanac.blob.BlobStore;
import dev.almanac.blob.NumberedLog;
import java.util.List;

/** What the gate found of a version, each time it was judged. */
final class ReportLog {

  private final VersionId id;
  private final NumberedLog log;

  ReportLog(BlobStore store, VersionId id) {
    this.id = id;
    log =
        new NumberedLog(
            store, RegistryLayout.reports(id), RegistryLayout.DIGITS, SealedJson.MAX_BYTES);
  }

  List<GateReport> reports() {
    return log.numbers().stream()
        .map(number -> GateReportCodec.read(log.read(number).content(), id, log.place(number)))
        .toList();
  }

  /** Whether this is what was found last. */
  boolean endsWith(GateReport report) {
    List<GateReport> reports = reports();
    return !reports.isEmpty() && reports.get(reports.size() - 1).equals(report);
  }

  void append(GateReport report) {
    if (!log.append(NumberedLog.after(log.newest()), GateReportCodec.write(id, report))) {
      throw new RegistryException(
          "another process reports on %s at the same time; try again".formatted(id));
    }
  }
}
