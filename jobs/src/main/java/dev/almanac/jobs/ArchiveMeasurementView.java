package dev.almanac.jobs;

import dev.almanac.jobs.bench.Machine;
import dev.almanac.jobs.bench.ProcessMeter;
import dev.almanac.jobs.bench.PromtoolDump;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Measurements of archiving as the command shows them. */
final class ArchiveMeasurementView {

  private final List<ArchiveMeasurement> measured;

  ArchiveMeasurementView(List<ArchiveMeasurement> measured) {
    this.measured = measured;
  }

  /** A column for each snapshot. */
  Table table() {
    Table table = new Table().words("");
    measured.forEach(snapshot -> table.numbers(snapshot.input()));
    row(table, "blocks", m -> m.blocks());
    row(table, "series", m -> Human.count(m.totals().series()));
    row(table, "samples", m -> Human.count(m.samples()));
    row(table, "", m -> "");
    row(table, "bytes/sample: block", m -> perSample(m, m.totals().blockBytes()));
    row(table, "bytes/sample: block, tar, zstd -3", m -> perSample(m, m.tarballBytes()));
    row(table, "bytes/sample: archive", m -> perSample(m, m.totals().archiveBytes()));
    row(table, "archive : tarball", m -> decimal(m.ofTarball(), 2));
    row(table, "", m -> "");
    row(table, "samples/s, first pass", m -> perSecond(m, m.firstSeconds()));
    row(table, "samples/s, best pass", m -> perSecond(m, m.bestSeconds()));
    row(table, "samples per processor second: all", m -> perSecond(m, m.bestCpuSeconds()));
    row(table, "samples per processor second: work", m -> perSecond(m, m.bestWorkCpuSeconds()));
    row(table, "peak heap", m -> Human.bytes(m.peakHeapBytes()));
    row(table, "peak resident memory", m -> bytes(m.peakResidentBytes()));
    if (measured.stream().anyMatch(m -> m.promtool() != null)) {
      row(table, "", m -> "");
      row(table, "promtool tsdb dump: samples/s", m -> dumped(m, m.promtool().seconds()));
      row(table, "promtool tsdb dump: per processor s", m -> dumped(m, m.promtool().cpuSeconds()));
      row(table, "promtool tsdb dump: bytes/sample", m -> text(m.promtool()));
    }
    return table;
  }

  private void row(Table table, String name, Function<ArchiveMeasurement, Object> cell) {
    table.row(Stream.concat(Stream.of(name), measured.stream().map(cell)).toArray());
  }

  private static String perSample(ArchiveMeasurement measurement, long bytes) {
    return decimal(measurement.perSample(bytes), 3);
  }

  private static String perSecond(ArchiveMeasurement measurement, double seconds) {
    return Human.count(Math.round(measurement.perSecond(seconds)));
  }

  private static String bytes(Long bytes) {
    return bytes == null ? "unknown" : Human.bytes(bytes);
  }

  private static String dumped(ArchiveMeasurement measurement, Double seconds) {
    return seconds == null
        ? "unknown"
        : Human.count(Math.round(measurement.promtool().samples() / seconds));
  }

  private static String text(PromtoolDump dump) {
    return decimal((double) dump.textBytes() / dump.samples(), 1);
  }

  private static String decimal(double number, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", number);
  }

  /** Everything, unrounded. */
  Map<String, Object> json(Machine machine, int parallelism) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("machine", machine.view());
    view.put("parallelism", parallelism);
    view.put("inputs", measured.stream().map(ArchiveMeasurementView::json).toList());
    return view;
  }

  private static Map<String, Object> json(ArchiveMeasurement measurement) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("input", measurement.input());
    view.put("blocks", measurement.blocks());
    view.put("series", measurement.totals().series());
    view.put("samples", measurement.samples());
    view.put("block_bytes", measurement.totals().blockBytes());
    view.put("tarball_bytes", measurement.tarballBytes());
    view.put("archive_bytes", measurement.totals().archiveBytes());
    view.put("block_bytes_per_sample", measurement.perSample(measurement.totals().blockBytes()));
    view.put("tarball_bytes_per_sample", measurement.perSample(measurement.tarballBytes()));
    view.put("bytes_per_sample", measurement.perSample(measurement.totals().archiveBytes()));
    view.put("archive_to_tarball", measurement.ofTarball());
    view.put("samples_per_second_first", measurement.perSecond(measurement.firstSeconds()));
    view.put("samples_per_second_best", measurement.perSecond(measurement.bestSeconds()));
    view.put("samples_per_cpu_second", measurement.perSecond(measurement.bestCpuSeconds()));
    view.put(
        "samples_per_cpu_second_of_work", measurement.perSecond(measurement.bestWorkCpuSeconds()));
    view.put("peak_heap_bytes", measurement.peakHeapBytes());
    view.put("peak_resident_bytes", measurement.peakResidentBytes());
    view.put("passes", measurement.passes().stream().map(ArchiveMeasurementView::json).toList());
    view.put("promtool", measurement.promtool() == null ? null : json(measurement.promtool()));
    return view;
  }

  private static Map<String, Object> json(ArchiveMeasurement.Pass pass) {
    ProcessMeter.Usage usage = pass.usage();
    Map<String, Object> view = new LinkedHashMap<>();
    view.putAll(usage.view());
    view.put("work_cpu_seconds", pass.workCpuSeconds());
    return view;
  }

  private static Map<String, Object> json(PromtoolDump dump) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("samples", dump.samples());
    view.put("text_bytes", dump.textBytes());
    view.put("seconds", dump.seconds());
    view.put("cpu_seconds", dump.cpuSeconds());
    view.put("samples_per_second", dump.seconds() == 0 ? null : dump.samples() / dump.seconds());
    return view;
  }
}
