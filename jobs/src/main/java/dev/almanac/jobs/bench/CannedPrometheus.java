package dev.almanac.jobs.bench;

import com.google.protobuf.CodedOutputStream;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.almanac.prometheus.PrometheusEndpoint;
import dev.almanac.series.FloatRun;
import dev.almanac.series.Labels;
import dev.almanac.tsdb.chunk.ChunkEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.CRC32C;

/**
 * A server that costs next to nothing: it answers remote reads with frames of chunks that were made
 * beforehand, one answer after the other, and takes whatever is written.
 */
public final class CannedPrometheus implements AutoCloseable {

  private static final int FRAME_BYTES = 1 << 20;
  private static final int XOR = 1;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final List<byte[]> answers = new ArrayList<>();
  private int next;

  private CannedPrometheus(HttpServer server) {
    this.server = server;
    server.setExecutor(threads);
    server.createContext("/api/v1/read", this::read);
    server.createContext("/api/v1/write", CannedPrometheus::write);
    server.start();
  }

  /** Starts one on a port of the loopback interface. */
  public static CannedPrometheus start() throws IOException {
    return new CannedPrometheus(
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
  }

  public PrometheusEndpoint endpoint() {
    return PrometheusEndpoint.of("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Answers are given from the first on again. */
  public void rewind() {
    next = 0;
  }

  /**
   * Adds an answer: a chunk of each series.
   *
   * @param runs the samples of each, at most 120
   */
  public void add(List<Labels> series, List<FloatRun> runs) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    ChunkEncoder encoder = new ChunkEncoder();
    for (int i = 0; i < series.size(); i++) {
      encoder.encode(runs.get(i));
      field(frame, 1, chunkedSeries(series.get(i), runs.get(i), encoder));
      if (frame.size() > FRAME_BYTES || i == series.size() - 1) {
        writeFrame(answer, frame.toByteArray());
        frame.reset();
      }
    }
    answers.add(answer.toByteArray());
  }

  private static byte[] chunkedSeries(Labels labels, FloatRun run, ChunkEncoder encoder)
      throws IOException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    for (int i = 0; i < labels.size(); i++) {
      ByteArrayOutputStream label = new ByteArrayOutputStream();
      field(label, 1, labels.name(i).getBytes(StandardCharsets.UTF_8));
      field(label, 2, labels.value(i).getBytes(StandardCharsets.UTF_8));
      field(message, 1, label.toByteArray());
    }
    ByteArrayOutputStream chunk = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(chunk);
    out.writeInt64(1, run.timestamps[0]);
    out.writeInt64(2, run.timestamps[run.size() - 1]);
    out.writeEnum(3, XOR);
    out.writeByteArray(4, encoder.bytes(), 0, encoder.length());
    out.flush();
    field(message, 2, chunk.toByteArray());
    return message.toByteArray();
  }

  private static void field(ByteArrayOutputStream into, int number, byte[] content)
      throws IOException {
    CodedOutputStream out = CodedOutputStream.newInstance(into);
    out.writeByteArray(number, content);
    out.flush();
  }

  private static void writeFrame(ByteArrayOutputStream into, byte[] message) throws IOException {
    CRC32C crc = new CRC32C();
    crc.update(message);
    CodedOutputStream out = CodedOutputStream.newInstance(into);
    out.writeUInt32NoTag(message.length);
    out.writeFixed32NoTag(Integer.reverseBytes((int) crc.getValue()));
    out.writeRawBytes(message);
    out.flush();
  }

  private synchronized byte[] nextAnswer() {
    return answers.get(next++ % answers.size());
  }

  private void read(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
      byte[] answer = nextAnswer();
      exchange
          .getResponseHeaders()
          .set(
              "Content-Type",
              "application/x-streamed-protobuf; proto=prometheus.ChunkedReadResponse");
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private static void write(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
      exchange.sendResponseHeaders(204, -1);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
