package dev.almanac.registry.client;

import dev.almanac.catalog.CatalogException;
import dev.almanac.catalog.JsonObject;
import dev.almanac.prometheus.Trust;
import dev.almanac.registry.AliasMovedException;
import dev.almanac.registry.NoSuchModelException;
import dev.almanac.registry.RefusedChangeException;
import dev.almanac.registry.RegistryException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Requests to a service, which are made again where it does not answer or is busy. Redirects are
 * not followed, lest the token travel to an address nobody named.
 */
final class RegistryHttp {

  private static final Duration CONNECT = Duration.ofSeconds(20);

  /** A change waits for others, three minutes at most; an upload takes as long as it takes. */
  private static final Duration ANSWER = Duration.ofMinutes(5);

  private static final int PROBLEM_BYTES = 64 << 10;
  private static final int ANSWER_BYTES = 64 << 20;

  /** One for all: a client of Java 17 leaves a thread behind. */
  private static final Map<Trust, HttpClient> CLIENTS = new ConcurrentHashMap<>();

  private final RegistryEndpoint endpoint;
  private final Patience patience;

  RegistryHttp(RegistryEndpoint endpoint, Patience patience) {
    this.endpoint = endpoint;
    this.patience = patience;
  }

  private static HttpClient client(Trust trust) {
    return CLIENTS.computeIfAbsent(
        trust,
        authorities -> {
          HttpClient.Builder builder =
              HttpClient.newBuilder()
                  .version(HttpClient.Version.HTTP_1_1)
                  .followRedirects(HttpClient.Redirect.NEVER)
                  .connectTimeout(CONNECT);
          authorities.context().ifPresent(builder::sslContext);
          return builder.build();
        });
  }

  /** The place of a resource, for messages. */
  String place(String path) {
    return endpoint.resolve(path).toString();
  }

  /** A whole answer. */
  byte[] get(String path) {
    return whole(path, send(request(path).GET(), path, true));
  }

  /** An answer that may be long; the caller closes it. */
  InputStream open(String path) {
    return send(request(path).GET(), path, true);
  }

  byte[] put(String path, BodyPublisher body) {
    return whole(path, send(request(path).PUT(body), path, true));
  }

  /**
   * Sends JSON.
   *
   * @param again whether it may be sent again when nobody knows whether it arrived
   */
  byte[] post(String path, byte[] json, boolean again) {
    HttpRequest.Builder request =
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(json));
    return whole(path, send(request, path, again));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(endpoint.resolve(path))
        .timeout(ANSWER)
        .header("User-Agent", "Almanac")
        .header("Authorization", "Bearer " + endpoint.token());
  }

  private byte[] whole(String path, InputStream answer) {
    try (answer) {
      byte[] bytes = answer.readNBytes(ANSWER_BYTES + 1);
      if (bytes.length > ANSWER_BYTES) {
        throw new RegistryException(
            place(path) + " answers with more than " + ANSWER_BYTES + " bytes");
      }
      return bytes;
    } catch (IOException e) {
      throw unreachable(path, e);
    }
  }

  private InputStream send(HttpRequest.Builder builder, String path, boolean again) {
    HttpRequest request = builder.build();
    long giveUp = System.nanoTime() + patience.inAll().toNanos();
    for (int tries = 1; ; tries++) {
      Duration asked = Duration.ZERO;
      RuntimeException failure;
      try {
        HttpResponse<InputStream> answer =
            client(endpoint.trust()).send(request, BodyHandlers.ofInputStream());
        if (answer.statusCode() / 100 == 2) {
          return answer.body();
        }
        failure = refusal(path, answer);
        boolean busy = answer.statusCode() == 429 || (answer.statusCode() == 503 && again);
        if (!busy) {
          throw failure;
        }
        asked = retryAfter(answer);
      } catch (IOException e) {
        failure = unreachable(path, e);
        if (!again && !(e instanceof ConnectException)) {
          throw failure;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new RegistryException(place(path) + ": interrupted", e);
      }
      pause(patience.pause(tries, asked), giveUp, failure);
    }
  }

  private static void pause(Duration pause, long giveUp, RuntimeException failure) {
    if (System.nanoTime() + pause.toNanos() >= giveUp) {
      throw failure;
    }
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failure.addSuppressed(e);
      throw failure;
    }
  }

  private static Duration retryAfter(HttpResponse<?> answer) {
    return answer
        .headers()
        .firstValue("Retry-After")
        .filter(seconds -> seconds.matches("[0-9]{1,6}"))
        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
        .orElse(Duration.ZERO);
  }

  private RegistryException unreachable(String path, IOException e) {
    String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new RegistryException(
        "cannot reach %s: %s; is 'almanac serve' running there?".formatted(place(path), why), e);
  }

  /** A refusal as the registry itself would have put it. */
  private RegistryException refusal(String path, HttpResponse<InputStream> answer) {
    String type = "";
    String detail = "status " + answer.statusCode();
    try (InputStream body = answer.body()) {
      byte[] bytes = body.readNBytes(PROBLEM_BYTES);
      String media = answer.headers().firstValue("Content-Type").orElse("");
      if (media.startsWith("application/problem+json")) {
        JsonObject problem = JsonObject.parse(bytes, place(path));
        type = problem.text("type");
        detail = problem.text("detail");
      } else {
        detail += ": " + new String(bytes, StandardCharsets.UTF_8).lines().findFirst().orElse("");
      }
    } catch (IOException | CatalogException e) {
      detail += ", and why it does not say";
    }
    String message = endpoint + ": " + detail;
    return switch (answer.statusCode()) {
      case 401, 403 ->
          new RegistryException(message + " (the token comes from ALMANAC_TOKEN or --token-file)");
      case 404 -> new NoSuchModelException(message);
      case 409 -> conflict(type, message);
      default -> new RegistryException(message);
    };
  }

  private static RegistryException conflict(String type, String message) {
    return switch (type) {
      case "urn:almanac:problem:alias-moved" -> new AliasMovedException(message);
      case "urn:almanac:problem:incomplete" -> new IncompleteException(message);
      default -> new RefusedChangeException(message);
    };
  }
}
