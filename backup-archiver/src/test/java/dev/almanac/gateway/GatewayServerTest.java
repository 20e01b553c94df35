package dev.almanac.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.backup.SerialBackup;
import dev.almanac.prometheus.Await;
import dev.almanac.prometheus.PrometheusException;
import dev.almanac.prometheus.ReadForm;
import dev.almanac.prometheus.ReadHints;
import dev.almanac.prometheus.ReadQuery;
import dev.almanac.prometheus.ReadRequest;
import dev.almanac.prometheus.SampleTable;
import dev.almanac.series.Labels;
import dev.almanac.series.Matcher;
import dev.almanac.series.SeriesCursor;
import dev.almanac.series.TimeRange;
import dev.almanac.tsdb.synthetic.GeneratedSnapshot;
import dev.almanac.tsdb.synthetic.SnapshotSpec;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the gateway refuses, and that it lives on whatever it meets. */
class GatewayServerTest {

  private static final List<Matcher> ALL = List.of(Matcher.ANY);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long START = Instant.parse("2026-11-22T00:00:00Z").toEpochMilli();
  private static final int SERIES = 300;
  private static final long SAMPLES = 600_000;

  private static Path archive;

  /** One of its metrics. */
  private static String metric;

  @BeforeAll
  static void archive(@TempDir Path folder) throws IOException {
    Path snapshot = Files.createDirectory(folder.resolve("snapshot"));
    GeneratedSnapshot.write(
        snapshot,
        new SnapshotSpec(
            SAMPLES, SERIES, Instant.ofEpochMilli(START), Duration.ofSeconds(15), Duration.ZERO, 1),
        more -> {});
    archive = folder.resolve("archive");
    SerialBackup.of(snapshot, archive);
    try (GatewayUnderTest gateway = GatewayUnderTest.over(archive);
        SeriesCursor all = gateway.client().read(ALL, TimeRange.ALL)) {
      assertThat(all.nextSeries()).isTrue();
      metric = all.labels().metricName();
    }
  }

  private static HttpResponse<String> send(
      GatewayUnderTest gateway, String method, String path, byte[] body) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(gateway.url() + path))
                .method(method, BodyPublishers.ofByteArray(body))
                .build(),
            BodyHandlers.ofString());
  }

  private static byte[] body(List<Matcher> matchers, int times) {
    ReadQuery query = new ReadQuery(matchers, TimeRange.ALL, ReadHints.NONE);
    return new ReadRequest(Collections.nCopies(times, query), List.of(ReadForm.CHUNKS))
        .compressed();
  }

  private static void assertLives(GatewayUnderTest gateway) {
    TimeRange minute = new TimeRange(START + 3_600_000, START + 3_660_000);
    List<Matcher> some = List.of(Matcher.eq(Labels.METRIC_NAME, metric));
    SampleTable answer = new SampleTable().add(gateway.client().read(some, minute));
    assertThat(answer.samples()).isPositive();
  }

  private static GatewayUnderTest limited(long series, long samples, long bytes) {
    return GatewayUnderTest.over(
        GatewayUnderTest.Settings.DEFAULT.with(new ReadLimits(series, samples, bytes)), archive);
  }

  @ParameterizedTest
  @CsvSource({
    "299,    1000000, 1000000000, 300 series or more where 299 are allowed, --max-series",
    "300,    500000,  1000000000, samples or more where 500;000 are allowed, --max-samples",
    "300,    1000000, 5000000,    bytes of answer or more where 5;000;000 are allowed, --max-bytes"
  })
  void refusesAQueryThatIsTooLargeWithWords(
      long series, long samples, long bytes, String words, String option) {
    try (GatewayUnderTest gateway = limited(series, samples, bytes)) {
      assertThatThrownBy(() -> gateway.client().readSamples(ALL, TimeRange.ALL))
          .isInstanceOf(PrometheusException.class)
          .hasMessageContaining("422")
          .hasMessageContaining("the query is too large: it asks for ")
          .hasMessageContaining(words.replace(';', ','))
          .hasMessageContaining("a larger " + option);
      Await.until(
          "the read is counted",
          PATIENCE,
          () -> gateway.server().tally().reads(ReadOutcome.TOO_LARGE) == 1);
      assertLives(gateway);
    }
  }

  @Test
  void countsAShareOfASeriesForAShareOfItsTime() {
    try (GatewayUnderTest gateway = limited(SERIES, SAMPLES / 10, 1 << 30)) {
      assertLives(gateway);
      assertThatThrownBy(() -> gateway.client().read(ALL, TimeRange.ALL))
          .hasMessageContaining("422");
    }
  }

  @ParameterizedTest
  @CsvSource({"/api/v1/read/2h", "/api/v1/read/", "/api/v1/readable", "/api/v1/read/1h/max"})
  void readsNothingElsewhere(String path) throws Exception {
    try (GatewayUnderTest gateway = GatewayUnderTest.over(archive)) {
      assertThat(send(gateway, "POST", path, body(ALL, 1)).statusCode()).isEqualTo(404);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "p99"})
  void refusesRollupsThatAreNotNamed(String number) throws Exception {
    List<Matcher> matchers =
        number.isEmpty() ? ALL : List.of(Matcher.ANY, Matcher.eq("aggregate", number));
    try (GatewayUnderTest gateway = GatewayUnderTest.over(archive)) {
      HttpResponse<String> answer = send(gateway, "POST", "/api/v1/read/1h", body(matchers, 1));

      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).contains("avg, min, max, sum, count, first, last, increase");
    }
  }

  @ParameterizedTest
  @CsvSource({"6e6f20736e61707079", "0500", "''"})
  void refusesABodyThatIsNotCompressed(String hex) throws Exception {
    try (GatewayUnderTest gateway = GatewayUnderTest.over(archive)) {
      HttpResponse<String> answer =
          send(gateway, "POST", "/api/v1/read", HexFormat.of().parseHex(hex));

      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).contains("expected a body compressed by snappy, found ");
      assertLives(gateway);
    }
  }

  @Test
  void refusesARegularExpressionThatIsNone() throws Exception {
    byte[] body = body(List.of(Matcher.re("__name__", "(")), 1);
    try (GatewayUnderTest gateway = GatewayUnderTest.over(archive)) {
      HttpResponse<String> answer = send(gateway, "POST", "/api/v1/read", body);

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
      assertThat(answer.body()).contains("expected matchers, found ");
    }
  }

  @Test
  void refusesARegularExpressionThatTakesTooLong() throws Exception {
    byte[] body = body(List.of(Matcher.re("__name__", "(?:.*)".repeat(60) + "\n")), 1);
    try (GatewayUnderTest gateway = GatewayUnderTest.over(archive)) {
      HttpResponse<String> answer = send(gateway, "POST", "/api/v1/read", body);

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
      assertThat(answer.body()).contains("takes too much time on");
      assertLives(gateway);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/healthz", "/metrics"})
  void tellsWhoAsksForTheHeadersAlone(String path) throws Exception {
    try (GatewayUnderTest gateway = GatewayUnderTest.over(archive)) {
      HttpResponse<String> answer = send(gateway, "HEAD", path, new byte[0]);

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type")).isPresent();
      assertThat(answer.body()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/healthzzz", "/healthz/x", "/metrics/x"})
  void hasNoPagesBelowThoseThatItHas(String path) throws Exception {
    try (GatewayUnderTest gateway = GatewayUnderTest.over(archive)) {
      assertThat(send(gateway, "GET", path, new byte[0]).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void isReadByPostAlone() throws Exception {
    try (GatewayUnderTest gateway = GatewayUnderTest.over(archive)) {
      HttpResponse<String> answer = send(gateway, "GET", "/api/v1/read", new byte[0]);

      assertThat(answer.statusCode()).isEqualTo(405);
      assertThat(answer.headers().firstValue("Allow")).hasValue("POST");
    }
  }

  @Test
  void isHealthyWhereEveryArchiveHasABackup(@TempDir Path empty) throws Exception {
    try (GatewayUnderTest gateway = GatewayUnderTest.over(archive)) {
      assertThat(send(gateway, "GET", "/healthz", new byte[0]).statusCode()).isEqualTo(200);
    }
    try (GatewayUnderTest gateway = GatewayUnderTest.over(archive, empty)) {
      HttpResponse<String> answer = send(gateway, "GET", "/healthz", new byte[0]);
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).contains("an archive holds no backup yet");
    }
  }

  /** The end of the connection is the end of a streamed answer: half of one must not look whole. */
  @Test
  void breaksOffAnAnswerThatItCannotFinish(@TempDir Path damaged) throws Exception {
    Path copy = damagedCopy(damaged);
    try (GatewayUnderTest gateway = GatewayUnderTest.over(copy)) {
      assertThatThrownBy(() -> new SampleTable().add(gateway.client().read(ALL, TimeRange.ALL)))
          .isInstanceOf(PrometheusException.class);
      Await.until(
          "the read is counted",
          PATIENCE,
          () -> gateway.server().tally().reads(ReadOutcome.BROKEN_OFF) == 1);
    }
  }

  @Test
  void tellsOfDamageThatItMeetsBeforeTheAnswerBegins(@TempDir Path damaged) throws Exception {
    Path copy = damagedCopy(damaged);
    try (GatewayUnderTest gateway = GatewayUnderTest.over(copy)) {
      assertThatThrownBy(() -> gateway.client().readSamples(ALL, TimeRange.ALL))
          .isInstanceOf(PrometheusException.class)
          .hasMessageContaining("500")
          .hasMessageContaining("the archive cannot be read: samples/day=2026-11-22/");
    }
  }

  /** The last page of the values is damaged, which is read when much has been sent. */
  private static Path damagedCopy(Path folder) throws IOException {
    Path copy = folder.resolve("copy");
    try (Stream<Path> files = Files.walk(archive)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(archive.relativize(file).toString()));
      }
    }
    try (Stream<Path> files = Files.walk(copy.resolve("samples"))) {
      Path samples =
          files.filter(file -> file.toString().endsWith(".parquet")).findFirst().orElseThrow();
      byte[] bytes = Files.readAllBytes(samples);
      for (int i = bytes.length * 9 / 10; i < bytes.length * 9 / 10 + 64; i++) {
        bytes[i] ^= 0x55;
      }
      Files.write(samples, bytes);
    }
    return copy;
  }

  /**
   * One reads nothing of its answer; another is told that the gateway is busy, and served later.
   */
  @Test
  void isNotHeldUpForEverByAClientThatDoesNotRead() throws Exception {
    GatewayUnderTest.Settings settings =
        GatewayUnderTest.Settings.DEFAULT.with(
            new GatewayServer.Load(1, 0, Duration.ofSeconds(15)));
    // More than a socket takes without being read.
    byte[] body = body(ALL, 16);
    try (GatewayUnderTest gateway = GatewayUnderTest.over(settings, archive);
        Socket idle = new Socket()) {
      idle.setReceiveBufferSize(4096);
      URI url = URI.create(gateway.url());
      idle.connect(new InetSocketAddress(url.getHost(), url.getPort()));
      idle.getOutputStream()
          .write(
              ("POST /api/v1/read HTTP/1.1\r\nHost: x\r\nContent-Length: "
                      + body.length
                      + "\r\n\r\n")
                  .getBytes(StandardCharsets.UTF_8));
      idle.getOutputStream().write(body);
      Await.until("it is answered", PATIENCE, () -> gateway.server().tally().inFlight() == 1);

      HttpResponse<String> other = send(gateway, "POST", "/api/v1/read", body);

      assertThat(other.statusCode()).isEqualTo(503);
      assertThat(other.body()).contains("others are being answered");
      Await.until("its time is up", PATIENCE, () -> gateway.server().tally().inFlight() == 0);
      assertThat(gateway.server().tally().reads(ReadOutcome.ANSWERED)).isZero();
      assertLives(gateway);
    }
  }
}
