package dev.almanac.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.almanac.archive.RollupStep;
import dev.almanac.prometheus.MalformedRequestException;
import dev.almanac.prometheus.ReadForm;
import dev.almanac.prometheus.ReadRequest;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers remote reads, which are POST requests. So many reads at once, some more that wait for
 * them, and none for longer than is allowed.
 *
 * <p>An answer that cannot be finished must not look like one that is whole, and a streamed answer
 * has no end mark but the connection's: so what goes wrong in its middle is thrown, and the server
 * drops the connection. Closing the exchange would end the answer in good order.
 */
final class ReadHandler {

  private static final Logger LOG = LoggerFactory.getLogger(ReadHandler.class);

  /** A request is matchers: this is thousands of them. */
  private static final int MAX_REQUEST = 4 << 20;

  private static final int BUFFER = 1 << 16;
  private static final int NO_BODY = -1;
  private static final int OF_ANY_LENGTH = 0;

  private final Gateway gateway;
  private final GatewayTally tally;
  private final Semaphore admitted;
  private final Semaphore places;
  private final Duration timeout;
  private final ScheduledExecutorService clock;

  ReadHandler(
      Gateway gateway,
      GatewayTally tally,
      GatewayServer.Load load,
      ScheduledExecutorService clock) {
    this.gateway = gateway;
    this.tally = tally;
    this.clock = clock;
    admitted = new Semaphore(load.concurrency() + load.waiting());
    places = new Semaphore(load.concurrency());
    timeout = load.timeout();
  }

  /**
   * Answers at a path and none below it.
   *
   * @param step of the rollups that are read there; empty for samples
   */
  HttpHandler at(String path, Optional<RollupStep> step) {
    return exchange -> {
      if (exchange.getRequestURI().getPath().equals(path)) {
        handle(exchange, step);
      } else {
        exchange.sendResponseHeaders(404, NO_BODY);
        exchange.close();
      }
    };
  }

  private void handle(HttpExchange exchange, Optional<RollupStep> step) throws IOException {
    if (!exchange.getRequestMethod().equals("POST")) {
      exchange.getResponseHeaders().set("Allow", "POST");
      exchange.sendResponseHeaders(405, NO_BODY);
      exchange.close();
      return;
    }
    long begin = System.nanoTime();
    tally.begin();
    ReadOutcome outcome = ReadOutcome.BROKEN_OFF;
    try {
      outcome = admit(exchange, step);
    } finally {
      tally.end(outcome, System.nanoTime() - begin);
    }
  }

  private ReadOutcome admit(HttpExchange exchange, Optional<RollupStep> step) throws IOException {
    if (!admitted.tryAcquire()) {
      return busy(exchange);
    }
    try (Deadline deadline = new Deadline(clock, timeout)) {
      boolean mayRead = false;
      try {
        mayRead = places.tryAcquire(timeout.toMillis() / 2, TimeUnit.MILLISECONDS);
        return mayRead ? answer(exchange, step, deadline) : busy(exchange);
      } catch (InterruptedException e) {
        throw new IOException("time was up while others were being answered", e);
      } finally {
        if (mayRead) {
          places.release();
        }
      }
    } finally {
      admitted.release();
    }
  }

  private static ReadOutcome busy(HttpExchange exchange) throws IOException {
    return refuse(
        exchange,
        ReadOutcome.BUSY,
        "others are being answered; ask again later, or have the gateway started with a larger"
            + " --concurrency");
  }

  private ReadOutcome answer(HttpExchange exchange, Optional<RollupStep> step, Deadline deadline)
      throws IOException {
    Answer answer = new Answer(exchange);
    try {
      ReadRequest request = ReadRequest.parse(body(exchange), MAX_REQUEST);
      Gateway.Answered answered = gateway.answer(step, request, answer);
      answer.end();
      tally.add(answered, answer.sent);
      return ReadOutcome.ANSWERED;
    } catch (MalformedRequestException e) {
      return failed(answer, ReadOutcome.MALFORMED, e, e.getMessage());
    } catch (TooMuchException e) {
      return failed(answer, ReadOutcome.TOO_LARGE, e, e.getMessage());
    } catch (OutOfMemoryError e) {
      return failed(
          answer,
          ReadOutcome.FAILED,
          e,
          "out of memory: give the gateway more by ALMANAC_JAVA_OPTS=-Xmx1g, or have it started"
              + " with a smaller --concurrency or --max-series");
    } catch (IOException | RuntimeException | Error e) {
      // An error too: the server would leave its client waiting for an answer that never comes.
      if (deadline.passed()) {
        String message = "the answer took longer than " + timeout.toSeconds() + " s (--timeout)";
        return failed(answer, ReadOutcome.FAILED, e, message);
      }
      if (e instanceof ClientGoneException gone) {
        // Dashboards do so all day long.
        LOG.info("a remote read was broken off by its client: {}", gone.getMessage());
        throw gone;
      }
      String message = "the archive cannot be read: " + e.getMessage();
      return failed(answer, ReadOutcome.FAILED, e, message);
    }
  }

  private static byte[] body(HttpExchange exchange) throws IOException {
    try (InputStream in = exchange.getRequestBody()) {
      byte[] body = in.readNBytes(MAX_REQUEST + 1);
      if (body.length > MAX_REQUEST) {
        throw new TooMuchException(
            "expected a request of at most " + MAX_REQUEST + " bytes, found a larger one");
      }
      return body;
    }
  }

  private static ReadOutcome failed(
      Answer answer, ReadOutcome outcome, Throwable why, String message) throws IOException {
    if (answer.begun || outcome == ReadOutcome.FAILED) {
      LOG.warn("a remote read failed: {}", message, why);
    }
    if (answer.begun) {
      throw new IOException(message, why);
    }
    return refuse(answer.exchange, outcome, message);
  }

  private static ReadOutcome refuse(HttpExchange exchange, ReadOutcome outcome, String message)
      throws IOException {
    // What interrupted the work must not keep its client from being told so.
    boolean interrupted = Thread.interrupted();
    byte[] text = (message + "\n").getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    exchange.sendResponseHeaders(outcome.status(), text.length);
    exchange.getResponseBody().write(text);
    exchange.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return outcome;
  }

  /** Whoever asked does not take the answer any more. */
  private static final class ClientGoneException extends IOException {

    private static final long serialVersionUID = 1L;

    ClientGoneException(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }

  /** The body of an answer: nothing is sent before it begins, and it ends only if all is well. */
  private static final class Answer implements Gateway.Reply {

    private final HttpExchange exchange;
    private OutputStream out;
    private boolean begun;
    private long sent;

    Answer(HttpExchange exchange) {
      this.exchange = exchange;
    }

    @Override
    public OutputStream start(ReadForm form) throws IOException {
      begun = true;
      exchange.getResponseHeaders().set("Content-Type", form.contentType());
      if (form == ReadForm.SAMPLES) {
        exchange.getResponseHeaders().set("Content-Encoding", "snappy");
      }
      exchange.sendResponseHeaders(200, OF_ANY_LENGTH);
      out =
          new BufferedOutputStream(
              new FilterOutputStream(exchange.getResponseBody()) {
                @Override
                public void write(byte[] data, int offset, int length) throws IOException {
                  try {
                    out.write(data, offset, length);
                  } catch (IOException e) {
                    throw new ClientGoneException(e);
                  }
                  sent += length;
                }
              },
              BUFFER);
      return out;
    }

    void end() throws IOException {
      out.flush();
      exchange.close();
    }
  }
}
