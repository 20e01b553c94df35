package dev.almanac.jobs;

import static dev.almanac.jobs.MeasurementTable.decimal;
import static dev.almanac.jobs.MeasurementTable.rate;

import dev.almanac.jobs.bench.Machine;
import dev.almanac.jobs.bench.PromtoolBackfill;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measurements of restoring as the command shows them. */
final class RestoreMeasurementView {

  private final List<RestoreMeasurement> measured;

  RestoreMeasurementView(List<RestoreMeasurement> measured) {
    this.measured = measured;
  }

  /** A column for each snapshot. */
  Table table() {
    MeasurementTable<RestoreMeasurement> table =
        new MeasurementTable<>(measured, RestoreMeasurement::input);
    table.row("blocks", m -> m.blocks());
    table.row("series", m -> Human.count(m.totals().series()));
    table.row("samples", m -> Human.count(m.samples()));
    table.row("bytes/sample: archive", m -> decimal(m.archiveBytesPerSample(), 3));
    table.row("bytes/sample: block", m -> decimal(m.blockBytesPerSample(), 3));
    table.blank();
    table.row("samples/s, first pass", m -> rate(m.samplesPerSecondFirst()));
    table.row("samples/s, best pass", m -> rate(m.samplesPerSecondBest()));
    table.row("samples per processor second: all", m -> rate(m.samplesPerCpuSecond()));
    table.row("samples per processor second: work", m -> rate(m.samplesPerCpuSecondOfWork()));
    table.row("peak heap", m -> Human.bytes(m.peakHeapBytes()));
    if (measured.stream().anyMatch(m -> m.promtool() != null)) {
      table.blank();
      table.row("promtool: samples of the slice", m -> Human.count(m.promtool().slice().samples()));
      table.row("promtool: samples/s", m -> rate(m.promtool().samplesPerSecond()));
      table.row("promtool: per processor second", m -> perCpuSecond(m.promtool()));
      table.row("Almanac : promtool", m -> decimal(m.timesPromtool(), 1));
    }
    return table.table();
  }

  private static String perCpuSecond(PromtoolBackfill promtool) {
    return promtool.cpuSeconds() == null
        ? "unknown"
        : rate(promtool.slice().samples() / promtool.cpuSeconds());
  }

  /** Everything, unrounded. */
  Map<String, Object> json(Machine machine) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("machine", machine.view());
    view.put("inputs", measured.stream().map(RestoreMeasurementView::json).toList());
    return view;
  }

  private static Map<String, Object> json(RestoreMeasurement measurement) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("input", measurement.input());
    view.put("blocks", measurement.blocks());
    view.put("series", measurement.totals().series());
    view.put("samples", measurement.samples());
    view.put("archive_bytes_per_sample", measurement.archiveBytesPerSample());
    view.put("block_bytes_per_sample", measurement.blockBytesPerSample());
    view.put("samples_per_second_first", measurement.samplesPerSecondFirst());
    view.put("samples_per_second_best", measurement.samplesPerSecondBest());
    view.put("samples_per_cpu_second", measurement.samplesPerCpuSecond());
    view.put("samples_per_cpu_second_of_work", measurement.samplesPerCpuSecondOfWork());
    view.put("peak_heap_bytes", measurement.peakHeapBytes());
    view.put("passes", measurement.passes().stream().map(RestoreMeasurementView::json).toList());
    view.put("promtool", measurement.promtool() == null ? null : json(measurement.promtool()));
    view.put("times_promtool", measurement.promtool() == null ? null : measurement.timesPromtool());
    return view;
  }

  private static Map<String, Object> json(RestoreMeasurement.Pass pass) {
    Map<String, Object> view = new LinkedHashMap<>(pass.usage().view());
    view.put("work_cpu_seconds", pass.workCpuSeconds());
    return view;
  }

  private static Map<String, Object> json(PromtoolBackfill promtool) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("samples", promtool.slice().samples());
    view.put("text_bytes", promtool.slice().textBytes());
    view.put("seconds", promtool.seconds());
    view.put("cpu_seconds", promtool.cpuSeconds());
    view.put("samples_per_second", promtool.samplesPerSecond());
    return view;
  }
}
