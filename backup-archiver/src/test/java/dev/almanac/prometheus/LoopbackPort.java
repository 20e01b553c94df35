package dev.almanac.prometheus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of the loopback interface for servers that tests start, and start again.
 *
 * <p>A port that the system chose is free for a moment only: it may be the next connection's own
 * port, or another test's, while a server that was killed is away. So these lie below the range
 * that systems choose from, and each stays this JVM's, by a lock on a file, for as long as it
 * lives.
 */
public final class LoopbackPort {

  private static final int FIRST = 10_000;
  private static final int LAST = 19_999;

  /** For each user one: what one has made another may not open. */
  private static final Path LOCKS =
      Path.of(
          System.getProperty("java.io.tmpdir"),
          "almanac-test-ports-" + System.getProperty("user.name"));

  /** Held, lest they are closed as garbage, and their locks with them. */
  private static final Queue<FileChannel> HELD = new ConcurrentLinkedQueue<>();

  private LoopbackPort() {}

  /** One that nobody listens at, and no other test is given while this JVM lives. */
  public static int free() {
    try {
      Files.createDirectories(LOCKS);
      while (true) {
        int port = ThreadLocalRandom.current().nextInt(FIRST, LAST + 1);
        if (reserve(port) && isFree(port)) {
          return port;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes the lock, which the system takes back when this JVM ends, however that comes. */
  private static boolean reserve(int port) throws IOException {
    FileChannel file =
        FileChannel.open(
            LOCKS.resolve(Integer.toString(port)),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    try {
      if (file.tryLock() != null) {
        HELD.add(file);
        return true;
      }
    } catch (OverlappingFileLockException e) {
      // Given to another test of this JVM.
    }
    file.close();
    return false;
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
