package dev.almanac.registry.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.catalog.CommitLock;
import dev.almanac.prometheus.Await;
import dev.almanac.registry.Models;
import dev.almanac.registry.Registry;
import dev.almanac.registry.token.Scope;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is stopped answers what was asked, and takes nothing more. */
class StopTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private Path folder;

  @Test
  void answersWhatWasAskedBeforeItStops() {
    Served served = Served.over(folder);
    InetSocketAddress address = served.address();
    Models.publish(new Registry(served.store()), "demand", folder);
    CommitLock lock = CommitLock.take(served.store(), PATIENCE);
    CompletableFuture<HttpResponse<String>> asked =
        CompletableFuture.supplyAsync(
            () ->
                served.post(
                    "/api/v1/models/demand/aliases/champion/promote",
                    Scope.OPERATE,
                    "{\"version\": 1}"));
    Await.until("it waits for the lock", PATIENCE, StopTest::waitsForTheLock);

    CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> served.server().close());
    Await.until("it takes no more connections", PATIENCE, () -> !accepts(address));
    lock.close();

    assertThat(asked.join().statusCode()).isEqualTo(200);
    stopped.join();
    assertThat(new Registry(served.store()).aliased("demand", "champion")).isPresent();
    served.close();
  }

  private static boolean waitsForTheLock() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(thread -> thread.getKey().getName().startsWith("http"))
        .flatMap(thread -> Arrays.stream(thread.getValue()))
        .anyMatch(frame -> frame.getClassName().equals(CommitLock.class.getName()));
  }

  private static boolean accepts(InetSocketAddress address) {
    try (Socket other = new Socket(address.getAddress(), address.getPort())) {
      return other.isConnected();
    } catch (ConnectException e) {
      return false;
    } catch (IOException e) {
      return true; // not now, but it may
    }
  }
}
