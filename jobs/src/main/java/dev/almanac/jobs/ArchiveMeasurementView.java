package dev.almanac.jobs;

import static dev.almanac.jobs.MeasurementTable.decimal;
import static dev.almanac.jobs.MeasurementTable.rate;

import dev.almanac.jobs.bench.Machine;
import dev.almanac.jobs.bench.ProcessMeter;
import dev.almanac.jobs.bench.PromtoolDump;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measurements of archiving as the command shows them. */
final class ArchiveMeasurementView {

  private final List<ArchiveMeasurement> measured;

  ArchiveMeasurementView(List<ArchiveMeasurement> measured) {
    this.measured = measured;
  }

  /** A column for each snapshot. */
  Table table() {
    MeasurementTable<ArchiveMeasurement> table =
        new MeasurementTable<>(measured, ArchiveMeasurement::input);
    table.row("blocks", m -> m.blocks());
    table.row("series", m -> Human.count(m.totals().series()));
    table.row("samples", m -> Human.count(m.samples()));
    table.blank();
    table.row("bytes/sample: block", m -> perSample(m, m.totals().blockBytes()));
    table.row("bytes/sample: block, tar, zstd -3", m -> perSample(m, m.tarballBytes()));
    table.row("bytes/sample: archive", m -> perSample(m, m.totals().archiveBytes()));
    table.row("archive : tarball", m -> decimal(m.ofTarball(), 2));
    table.blank();
    table.row("samples/s, first pass", m -> perSecond(m, m.firstSeconds()));
    table.row("samples/s, best pass", m -> perSecond(m, m.bestSeconds()));
    table.row("samples per processor second: all", m -> perSecond(m, m.bestCpuSeconds()));
    table.row("samples per processor second: work", m -> perSecond(m, m.bestWorkCpuSeconds()));
    table.row("peak heap", m -> Human.bytes(m.peakHeapBytes()));
    table.row("peak resident memory", m -> bytes(m.peakResidentBytes()));
    if (measured.stream().anyMatch(m -> m.promtool() != null)) {
      table.blank();
      table.row("promtool tsdb dump: samples/s", m -> dumped(m, m.promtool().seconds()));
      table.row("promtool tsdb dump: per processor s", m -> dumped(m, m.promtool().cpuSeconds()));
      table.row("promtool tsdb dump: bytes/sample", m -> text(m.promtool()));
    }
    return table.table();
  }

  private static String perSample(ArchiveMeasurement measurement, long bytes) {
    return decimal(measurement.perSample(bytes), 3);
  }

  private static String perSecond(ArchiveMeasurement measurement, double seconds) {
    return rate(measurement.perSecond(seconds));
  }

  private static String bytes(Long bytes) {
    return bytes == null ? "unknown" : Human.bytes(bytes);
  }

  private static String dumped(ArchiveMeasurement measurement, Double seconds) {
    return seconds == null ? "unknown" : rate(measurement.promtool().samples() / seconds);
  }

  private static String text(PromtoolDump dump) {
    return decimal((double) dump.textBytes() / dump.samples(), 1);
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
