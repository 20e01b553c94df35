package dev.almanac.jobs;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of the loopback interface for servers that are told where to listen.
 *
 * <p>They lie below those that systems choose from for connections and for port 0 (32768 and up on
 * Linux): such a one may be anybody's again before the server listens, or while it is restarted.
 */
final class FreePort {

  private static final int FIRST = 20_000;
  private static final int LAST = 29_999;
  private static final int TRIES = 1_000;

  private FreePort() {}

  /**
   * One that nobody listens at.
   *
   * @throws BindException where none was found
   */
  static int any() throws IOException {
    for (int i = 0; i < TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, LAST + 1);
      if (isFree(port)) {
        return port;
      }
    }
    throw new BindException(
        "none of %d ports between %d and %d is free".formatted(TRIES, FIRST, LAST));
  }

  static boolean isFree(int port) throws IOException {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (BindException taken) {
      return false;
    }
  }
}
