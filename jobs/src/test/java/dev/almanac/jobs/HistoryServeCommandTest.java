package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.backup.SerialBackup;
import dev.almanac.prometheus.PrometheusEndpoint;
import dev.almanac.prometheus.ReadForm;
import dev.almanac.prometheus.ReadHints;
import dev.almanac.prometheus.ReadQuery;
import dev.almanac.prometheus.ReadRequest;
import dev.almanac.prometheus.RemoteReadClient;
import dev.almanac.series.Matcher;
import dev.almanac.series.Run;
import dev.almanac.series.SeriesCursor;
import dev.almanac.series.TimeRange;
import dev.almanac.tsdb.synthetic.GeneratedSnapshot;
import dev.almanac.tsdb.synthetic.SnapshotSpec;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command in a JVM of its own, with a heap that its answers do not fit into. */
class HistoryServeCommandTest {

  private static final List<Matcher> ALL = List.of(Matcher.ANY);
  private static final Pattern URL = Pattern.compile("remote read at (http://\\S+)/api/v1/read");
  private static final int SERIES = 100_000;
  private static final int EACH = 10;

  @TempDir private Path folder;

  private Path archive() throws IOException {
    Path snapshot = Files.createDirectory(folder.resolve("snapshot"));
    GeneratedSnapshot.write(
        snapshot,
        new SnapshotSpec(
            (long) SERIES * EACH,
            SERIES,
            Instant.parse("2026-11-22T12:00:00Z"),
            Duration.ofMinutes(1),
            Duration.ZERO,
            1),
        more -> {});
    Path archive = folder.resolve("archive");
    SerialBackup.of(snapshot, archive);
    return archive;
  }

  private static String url(ChildCommand command) {
    command.awaitUntil("it listens", () -> URL.matcher(command.said()).find());
    java.util.regex.Matcher url = URL.matcher(command.said());
    assertThat(url.find()).as(command.said()).isTrue();
    return url.group(1);
  }

  private static long[] count(SeriesCursor cursor) {
    long[] counts = new long[2];
    try (cursor) {
      while (cursor.nextSeries()) {
        counts[0]++;
        for (Run run = cursor.nextRun(); run != null; run = cursor.nextRun()) {
          counts[1] += run.size();
        }
      }
    }
    return counts;
  }

  /** A hundred thousand series in either form; the same bytes as objects would take gigabytes. */
  @Test
  void answersForAHundredThousandSeriesInASmallHeap() throws Exception {
    Path archive = archive();
    ChildCommand command =
        ChildCommand.start(
            folder,
            List.of("-Xmx160m"),
            "history",
            "serve",
            "--archive",
            archive.toString(),
            "--listen",
            "127.0.0.1:0",
            "--max-bytes",
            "31000000");
    try {
      String url = url(command);
      RemoteReadClient client = new RemoteReadClient(PrometheusEndpoint.of(url));

      assertThat(count(client.read(ALL, TimeRange.ALL))).containsExactly(SERIES, SERIES * EACH);
      TimeRange half = new TimeRange(0, Instant.parse("2026-11-22T12:05:00Z").toEpochMilli());
      assertThat(count(client.readSamples(ALL, half))[0]).isEqualTo(SERIES);
      assertThatThrownBy(() -> client.readSamples(ALL, TimeRange.ALL))
          .hasMessageContaining("422")
          .hasMessageContaining("bytes of answer");
      assertThat(count(client.read(ALL, half))[0]).isEqualTo(SERIES);

      // A read is counted when its answer is on the way already.
      command.awaitUntil(
          "all reads are over", () -> get(url + "/metrics").contains("_in_flight 0.0"));
      assertThat(get(url + "/metrics"))
          .contains("almanac_history_reads_total{outcome=\"answered\"} 3.0")
          .contains("almanac_history_reads_total{outcome=\"too_large\"} 1.0")
          .contains("almanac_history_series_total 300000.0");

      hangUpInTheMiddle(URI.create(url));
      command.awaitUntil(
          "it is noticed", () -> get(url + "/metrics").contains("{outcome=\"broken_off\"} 1.0"));
      assertThat(command.said()).doesNotContain("the archive cannot be read");
    } finally {
      command.stop();
    }
  }

  private static void hangUpInTheMiddle(URI url) throws IOException {
    ReadQuery all = new ReadQuery(ALL, TimeRange.ALL, ReadHints.NONE);
    byte[] body = new ReadRequest(List.of(all), List.of(ReadForm.CHUNKS)).compressed();
    try (Socket client = new Socket(url.getHost(), url.getPort())) {
      client
          .getOutputStream()
          .write(
              ("POST /api/v1/read HTTP/1.1\r\nHost: x\r\nContent-Length: "
                      + body.length
                      + "\r\n\r\n")
                  .getBytes(StandardCharsets.UTF_8));
      client.getOutputStream().write(body);
      assertThat(client.getInputStream().read()).isEqualTo('H');
      // What is unread then makes it a hanging up, and no end.
      client.setSoLinger(true, 0);
    }
  }

  private static String get(String url) {
    return HttpClient.newHttpClient()
        .sendAsync(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
        .join()
        .body();
  }

  @ParameterizedTest
  @CsvSource({
    "--external-label, __name__=a,  not an external label: __name__=\"a\"",
    "--external-label, a=,          not an external label: a=\"\"",
    "--concurrency,    0,           --concurrency must be 1 or more",
    "--timeout,        0s,          expected a length of time",
    "--max-series,     0,           must be 1 or more",
    "--listen,         nowhere,     expected HOST:PORT"
  })
  void refusesSettingsThatMakeNoSense(String option, String value, String message) {
    CommandRun run =
        CommandRun.of("history", "serve", "--archive", folder.toString(), option, value);

    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains(message);
  }

  /** Two greatests of the same hour cannot both be sent. */
  @Test
  void answersFromRollupsOfOneArchiveAlone() {
    CommandRun run = CommandRun.of("history", "serve", "--archive", "a,b", "--rollups");

    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("--rollups goes with one archive");
  }

  @Test
  void asksWhatOfHistoryIsMeant() {
    CommandRun run = CommandRun.of("history");

    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("history what? serve");
  }
}
