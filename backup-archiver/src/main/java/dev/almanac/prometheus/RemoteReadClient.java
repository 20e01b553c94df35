package dev.almanac.prometheus;

import dev.almanac.prometheus.PrometheusException.Reason;
import dev.almanac.series.Matcher;
import dev.almanac.series.SeriesCursor;
import dev.almanac.series.TimeRange;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/**
 * Reads samples from a running Prometheus by remote read. Safe for use by several threads; the
 * cursors are not.
 *
 * <p>Series come in the server's own order, Prometheus's natural one, and <em>not</em> in that of
 * the archive; each carries the server's external labels. Label names that sort before {@code
 * __name__} are where the orders differ.
 *
 * <p>An answer is read while it arrives. Calls and cursors throw {@link PrometheusException}: an
 * answer that ends early, or whose checksums differ, never passes for a whole one.
 *
 * @see <a href="https://prometheus.io/docs/prometheus/latest/querying/remote_read_api/">Remote read
 *     API</a>
 */
public final class RemoteReadClient {

  static final String PATH = "/api/v1/read";

  private final PrometheusHttp http;
  private final String path;

  public RemoteReadClient(PrometheusEndpoint endpoint) {
    this(endpoint, PrometheusHttp.PATIENCE);
  }

  RemoteReadClient(PrometheusEndpoint endpoint, Duration patience) {
    this(new PrometheusHttp(endpoint, patience), PATH);
  }

  private RemoteReadClient(PrometheusHttp http, String path) {
    this.http = http;
    this.path = path;
  }

  /** A client of what is read at another place of a server, such as {@code /api/v1/read/1h}. */
  public static RemoteReadClient at(PrometheusEndpoint endpoint, String path) {
    return new RemoteReadClient(new PrometheusHttp(endpoint, PrometheusHttp.PATIENCE), path);
  }

  /**
   * A client that gives up sooner, or later.
   *
   * @param patience how long to wait for a connection, and between two bytes of an answer
   * @param answerWithin how long to wait for an answer to begin
   */
  public RemoteReadClient(PrometheusEndpoint endpoint, Duration patience, Duration answerWithin) {
    this(new PrometheusHttp(endpoint, patience, answerWithin), PATH);
  }

  /**
   * The samples in a range of time of the series that all matchers hold for: as chunks, or as
   * samples from a server that knows only those. A run is one chunk, or what of it lies in the
   * range.
   *
   * @param matchers at least one; {@link Matcher#ANY} for all series
   */
  public SeriesCursor read(List<Matcher> matchers, TimeRange time) {
    return open(matchers, time, Wire::labels, ReadForm.CHUNKS, ReadForm.SAMPLES);
  }

  /**
   * The same for whoever asks again and again.
   *
   * @param known label sets of the answers before, which this one adds to while it is read
   */
  public SeriesCursor read(List<Matcher> matchers, TimeRange time, KnownLabels known) {
    return open(matchers, time, known::of, ReadForm.CHUNKS, ReadForm.SAMPLES);
  }

  /**
   * The same, decoded by the server. It holds the whole answer in memory, here and there, and the
   * server refuses more than some fifty million samples. Negative zeros arrive as zeros: the
   * server's protobuf leaves both out.
   */
  public SeriesCursor readSamples(List<Matcher> matchers, TimeRange time) {
    return open(matchers, time, Wire::labels, ReadForm.SAMPLES);
  }

  private SeriesCursor open(
      List<Matcher> matchers, TimeRange time, LabelReader labels, ReadForm... accepted) {
    if (matchers.isEmpty()) {
      throw new IllegalArgumentException("expected at least one matcher, found none");
    }
    if (time.isEmpty()) {
      return new NoSeries();
    }
    ReadRequest request =
        new ReadRequest(List.of(new ReadQuery(matchers, time, ReadHints.NONE)), List.of(accepted));
    HttpResponse<AnswerBody> answer =
        http.postProtobuf(
            path,
            BodyPublishers.ofByteArray(request.compressed()),
            "X-Prometheus-Remote-Read-Version",
            "0.1.0");
    if (answer.statusCode() != 200) {
      throw http.refusal(path, answer);
    }
    String type = answer.headers().firstValue("Content-Type").orElse("").replaceAll("\\s", "");
    if (type.startsWith("application/x-streamed-protobuf")) {
      return new ChunkedReadCursor(http, answer.body(), time, labels);
    }
    if (type.startsWith("application/x-protobuf")) {
      return SampledReadCursor.open(http, answer.body(), time);
    }
    answer.body().close();
    throw new PrometheusException(
        Reason.NOT_A_PROMETHEUS,
        http.endpoint().url()
            + path
            + " answered with "
            + (type.isEmpty() ? "no content type" : type)
            + " where samples were expected: is this the base URL of a Prometheus?");
  }
}
