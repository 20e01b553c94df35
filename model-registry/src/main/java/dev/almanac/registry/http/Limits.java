package dev.almanac.registry.http;

import java.time.Duration;

/**
 * What a request may take.
 *
 * @param headBytes of a request's line and headers together
 * @param bodyBytes of a body that is read into memory
 * @param uploadBytes of a file that is sent
 * @param connections open at once; more wait to be accepted
 * @param threads that answer
 * @param idle after how long a connection is closed on which nothing moves
 * @param slow how often it is looked for connections that send, but next to nothing
 * @param stop how long requests may go on when the server stops
 */
public record Limits(
    int headBytes,
    int bodyBytes,
    long uploadBytes,
    int connections,
    int threads,
    Duration idle,
    Duration slow,
    Duration stop) {

  /** For a server that others reach. */
  public static final Limits DEFAULT =
      new Limits(
          16 << 10,
          1 << 20,
          2L << 30,
          2048,
          64,
          Duration.ofSeconds(30),
          Duration.ofSeconds(20),
          Duration.ofSeconds(15));

  public Limits {
    if (headBytes < 1 || bodyBytes < 1 || uploadBytes < 1 || connections < 1 || threads < 8) {
      throw new IllegalArgumentException("limits are positive, and 8 threads the least");
    }
  }
}
