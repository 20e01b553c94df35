package dev.almanac.registry.view;

import dev.almanac.catalog.ArchivedBlock;
import dev.almanac.catalog.ArchivedComponent;
import dev.almanac.catalog.ArchivedFile;
import dev.almanac.catalog.DrillRecord;
import dev.almanac.catalog.Manifest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Backups, as JSON. */
public final class ManifestView {

  private ManifestView() {}

  /** A backup, without the lists of blocks and files. */
  public static Map<String, Object> of(Manifest backup) {
    Manifest.Totals totals = backup.totals();
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", backup.id());
    view.put("taken_at", backup.takenAt().toString());
    view.put("written_at", backup.writtenAt().toString());
    view.put("writer", backup.writer());
    view.put("source", source(backup.source()));
    view.put("from", time(totals.timeRange().from()));
    view.put("until", time(totals.timeRange().until()));
    view.put("blocks", backup.blocks().size());
    view.put("series", totals.series());
    view.put("samples", totals.samples());
    view.put("histograms", totals.histograms());
    view.put("block_bytes", totals.blockBytes());
    view.put("archive_bytes", totals.archiveBytes());
    view.put("new_samples", totals.newSamples());
    view.put("new_bytes", totals.newBytes());
    double bytesPerSample = totals.bytesPerSample();
    view.put("bytes_per_sample", Double.isNaN(bytesPerSample) ? null : bytesPerSample);
    return view;
  }

  /** What a drill found. */
  public static Map<String, Object> of(DrillRecord drill) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("at", drill.at().toString());
    view.put("status", drill.passed() ? "passed" : "failed");
    view.put("summary", drill.summary());
    view.put("seconds", drill.took().toMillis() / 1000.0);
    view.put("samples", drill.samples());
    view.put("shown_by_prometheus", drill.shown());
    view.put("differences", drill.differences());
    view.put("named", drill.named());
    return view;
  }

  private static Map<String, Object> source(Manifest.Source source) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("location", source.location());
    view.put("prometheus_version", source.prometheusVersion());
    view.put("losses", source.losses());
    return view;
  }

  /** The blocks. */
  public static List<Map<String, Object>> blocks(Manifest backup) {
    return backup.blocks().stream().map(ManifestView::block).toList();
  }

  private static Map<String, Object> block(ArchivedBlock block) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("ulid", block.ulid());
    view.put("from", time(block.timeRange().from()));
    view.put("until", time(block.timeRange().until()));
    view.put("index_version", block.indexVersion());
    view.put("bytes", block.bytes());
    view.put("files", block.files().size());
    return view;
  }

  /** The files. */
  public static List<Map<String, Object>> files(Manifest backup) {
    return backup.files().stream().map(ManifestView::file).toList();
  }

  private static Map<String, Object> file(ArchivedFile file) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("kind", file.kind());
    view.put("day", file.day().toString());
    view.put("key", file.key());
    view.put("bytes", file.size());
    view.put("sha256", file.sha256());
    view.put("rows", file.rows());
    view.put("first", time(file.firstTimestamp()));
    view.put("last", time(file.lastTimestamp()));
    return view;
  }

  /** The components. */
  public static List<Map<String, Object>> components(Manifest backup) {
    return backup.components().stream().map(ManifestView::component).toList();
  }

  /** A component. */
  public static Map<String, Object> component(ArchivedComponent component) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("component", component.title());
    view.put("files", component.files());
    view.put("bytes", component.size());
    view.put("encrypted", component.encrypted());
    view.put("key", component.key());
    return view;
  }

  /** A timestamp in milliseconds, as ISO 8601 has it. */
  public static String time(long timestamp) {
    return Instant.ofEpochMilli(timestamp).toString();
  }
}
