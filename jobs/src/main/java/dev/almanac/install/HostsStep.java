package dev.almanac.install;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets this machine find itself by the names that it has to, where no name server knows them.
 *
 * @param names that of the monitoring, and the machine's own
 */
record HostsStep(Machine machine, List<String> names) implements Step {

  private static final String HOSTS = "/etc/hosts";
  private static final String MARK = " # written by almanac install";

  @Override
  public String name() {
    return "names";
  }

  @Override
  public List<Change> changes() throws IOException {
    List<String> found = lines();
    List<String> wanted = new ArrayList<>(others(found));
    boolean complete = true;
    for (String name : names) {
      boolean written = found.contains(line(name));
      if (written || !isKnown(name)) {
        wanted.add(line(name));
        complete &= written;
      }
    }
    return complete
        ? List.of()
        : List.of(
            Change.of(
                "let this machine find itself as %s, which no name server knows: %s"
                    .formatted(String.join(" and ", names), HOSTS),
                () -> write(wanted)));
  }

  /** Whether there is a line of ours. */
  boolean isWritten() throws IOException {
    List<String> found = lines();
    return others(found).size() < found.size();
  }

  /** Takes our lines away again. */
  void remove() throws IOException {
    write(others(lines()));
  }

  /**
   * In place, for in a container nothing can be moved onto it; and over what is there, which has
   * its room on the disk already, so that it can be brought back where there is none for more.
   */
  private void write(List<String> lines) throws IOException {
    Path hosts = machine.path(HOSTS);
    byte[] before = Files.exists(hosts) ? Files.readAllBytes(hosts) : new byte[0];
    try {
      overwrite(hosts, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      overwrite(hosts, before);
      throw e;
    }
  }

  private static void overwrite(Path file, byte[] bytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      ByteBuffer left = ByteBuffer.wrap(bytes);
      while (left.hasRemaining()) {
        channel.write(left);
      }
      channel.truncate(bytes.length);
    }
  }

  private List<String> lines() throws IOException {
    Path hosts = machine.path(HOSTS);
    return Files.exists(hosts) ? Files.readAllLines(hosts) : List.of();
  }

  private static List<String> others(List<String> lines) {
    return lines.stream().filter(line -> !line.endsWith(MARK)).toList();
  }

  private static String line(String name) {
    return "127.0.1.1 " + name + MARK;
  }

  private static boolean isKnown(String name) {
    try {
      return InetAddress.getAllByName(name).length > 0;
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
