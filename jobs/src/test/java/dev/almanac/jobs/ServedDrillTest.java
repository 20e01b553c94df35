package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.almanac.backup.SerialBackup;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.catalog.Catalog;
import dev.almanac.catalog.DrillLog;
import dev.almanac.catalog.DrillRecord;
import dev.almanac.prometheus.Await;
import dev.almanac.prometheus.PrometheusServer;
import dev.almanac.tsdb.synthetic.GeneratedSnapshot;
import dev.almanac.tsdb.synthetic.SnapshotSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A drill that keeps running, scraped by a real Prometheus. */
class ServedDrillTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Pattern ADDRESS = Pattern.compile("metrics at http://(127.0.0.1:[0-9]+)/");

  @TempDir private Path folder;
  private Path archive;
  private ChildCommand drill;
  private PrometheusServer prometheus;

  @BeforeEach
  void start() throws IOException {
    Path snapshot = Files.createDirectory(folder.resolve("snapshot"));
    GeneratedSnapshot.write(snapshot, SnapshotSpec.of(10_000, 20), written -> {});
    archive = folder.resolve("archive");
    SerialBackup.of(snapshot, archive);
    drill =
        ChildCommand.start(
            folder, "drill", "--archive", archive.toString(), "--listen", "0", "--every", "1s");
    drill.awaitUntil("it listens", () -> ADDRESS.matcher(drill.said()).find());
    Matcher address = ADDRESS.matcher(drill.said());
    assertThat(address.find()).as(drill.said()).isTrue();
    prometheus =
        PrometheusServer.start(
            folder.resolve("prometheus"),
            """
            global: {scrape_interval: 1s}
            scrape_configs:
              - job_name: drill
                static_configs: [{targets: ['%s']}]
            """
                .formatted(address.group(1)));
  }

  @AfterEach
  void stop() {
    prometheus.close();
    drill.stop();
  }

  /** The value of one of its metrics; NaN where there is none. */
  private double scraped(String metric) {
    JsonNode result = prometheus.query("almanac_restore_drill_" + metric + "{job='drill'}");
    return result.path(0).path("value").path(1).asDouble(Double.NaN);
  }

  @Test
  void showsEachDrillAndThatABackupDoesNotRestoreAnyMore() throws IOException {
    Await.until("a drill is scraped", PATIENCE, () -> scraped("success") == 1);
    assertThat(scraped("samples")).isEqualTo(10_000);
    double first = scraped("timestamp_seconds");
    Await.until("another one is", PATIENCE, () -> scraped("timestamp_seconds") > first);

    try (Stream<Path> files = Files.walk(archive.resolve("samples"))) {
      Files.delete(files.filter(Files::isRegularFile).findFirst().orElseThrow());
    }

    Await.until("the failure is", PATIENCE, () -> scraped("success") == 0);
    assertThat(scraped("differences")).isPositive();
    drill.stop();
    try (BlobStore store = BlobStores.open(archive.toString())) {
      List<DrillRecord> kept = new DrillLog(store).of(new Catalog(store).resolve("latest").id());
      assertThat(kept.get(0).passed()).isTrue();
      assertThat(kept.get(kept.size() - 1).passed()).isFalse();
      assertThat(kept.get(kept.size() - 1).summary()).contains("samples/day=");
    }
    assertThat(drill.said()).contains("does not restore").doesNotContain("internal error");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--listen=127.0.0.1", "--listen=:9464", "--listen=70000", "--every=24h"})
  void refusesOptionsThatMakeNoSense(String option) {
    CommandRun run = CommandRun.of("drill", "--archive", archive.toString(), option);

    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains(option.substring(0, option.indexOf('=')));
  }

  @Test
  void saysThatTheAddressIsTaken() {
    String taken = prometheus.address();

    CommandRun run = CommandRun.of("drill", "--archive", archive.toString(), "--listen", taken);

    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains("cannot listen on ", taken).doesNotContain("internal error");
  }
}
