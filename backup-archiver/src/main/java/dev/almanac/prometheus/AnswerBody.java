package dev.almanac.prometheus;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An answer's body as a stream on which no read waits longer than a given time. The JDK's own
 * stream waits for ever: its request timeout ends with the headers.
 *
 * <p>One batch of buffers is asked for at a time, so a fast server cannot fill the memory.
 */
final class AnswerBody extends InputStream implements HttpResponse.BodySubscriber<AnswerBody> {

  private sealed interface Signal {}

  private record Buffers(List<ByteBuffer> buffers) implements Signal {}

  private record End(Throwable failure) implements Signal {}

  private final Duration patience;
  private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
  private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();

  private Iterator<ByteBuffer> batch = List.<ByteBuffer>of().iterator();
  private ByteBuffer current = ByteBuffer.allocate(0);
  private End end;
  private boolean asked;

  AnswerBody(Duration patience) {
    this.patience = patience;
  }

  @Override
  public CompletionStage<AnswerBody> getBody() {
    return CompletableFuture.completedFuture(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription newSubscription) {
    if (!subscription.complete(newSubscription)) {
      newSubscription.cancel();
    }
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    signals.add(new Buffers(buffers));
  }

  @Override
  public void onError(Throwable failure) {
    signals.add(new End(failure));
  }

  @Override
  public void onComplete() {
    signals.add(new End(null));
  }

  @Override
  public int read() throws IOException {
    return await() ? current.get() & 0xFF : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!await()) {
      return -1;
    }
    int taken = Math.min(length, current.remaining());
    current.get(target, offset, taken);
    return taken;
  }

  /** Waits until {@link #current} holds something; false at the end of the body. */
  private boolean await() throws IOException {
    while (!current.hasRemaining()) {
      if (batch.hasNext()) {
        current = batch.next();
      } else if (end != null) {
        if (end.failure() != null) {
          throw new IOException(end.failure().getMessage(), end.failure());
        }
        return false;
      } else {
        awaitSignal();
      }
    }
    return true;
  }

  private void awaitSignal() throws IOException {
    Signal signal;
    try {
      if (!asked) {
        asked = true;
        subscription.get(patience.toMillis(), TimeUnit.MILLISECONDS).request(1);
      }
      signal = signals.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the answer's body never began", e);
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted = new InterruptedIOException("interrupted");
      interrupted.initCause(e);
      throw interrupted;
    }
    if (signal == null) {
      close();
      throw new HttpTimeoutException("no byte for " + patience.toMillis() + " ms");
    }
    asked = false;
    if (signal instanceof Buffers more) {
      batch = more.buffers().iterator();
    } else {
      end = (End) signal;
    }
  }

  /** Gives up the rest of the body, and with it the connection. */
  @Override
  public void close() {
    if (end == null) {
      end = new End(new IOException("closed"));
      Flow.Subscription begun = subscription.getNow(null);
      if (begun != null) {
        begun.cancel();
      } else {
        subscription.cancel(true); // and onSubscribe cancels what comes late
      }
    }
  }
}
