package dev.almanac.catalog;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A process, told from every other so surely that its death can be seen.
 *
 * <p>Neither a host's name nor a process number is enough: many hosts share a name, containers of
 * one host have process numbers of their own, and numbers are used again. The time of a start as
 * Java gives it will not do either: it moves when the clock is set.
 *
 * @param host its host's name, for messages
 * @param pid its number
 * @param processes where the number counts: the boot of the machine and the process namespace, or
 *     empty where that cannot be known, as on systems other than Linux
 * @param started when it started, in clock ticks since that boot
 */
record Holder(String host, long pid, String processes, long started) {

  private static final Path PROC = Path.of("/proc");
  private static final long NOT_RUNNING = -1;

  /** Fields of /proc/PID/stat behind the name, which is in parentheses; see proc(5). */
  private static final int STATE = 0;

  private static final int START_TIME = 19;

  static Holder self() {
    return of(ProcessHandle.current().pid());
  }

  static Holder of(long pid) {
    try {
      return new Holder(hostName(), pid, processesHere(), startOf(pid));
    } catch (IOException e) {
      return new Holder(hostName(), pid, "", NOT_RUNNING);
    }
  }

  /** Whether it has certainly ended; false where that cannot be seen from here. */
  boolean isKnownDead() {
    try {
      return !processes.isEmpty() && processes.equals(processesHere()) && startOf(pid) != started;
    } catch (IOException e) {
      return false;
    }
  }

  private static String processesHere() throws IOException {
    if (!Files.isReadable(PROC.resolve("1/stat"))) {
      return ""; // no /proc, or one that hides the processes of other users
    }
    String boot = Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip();
    return boot + " " + Files.readSymbolicLink(PROC.resolve("self/ns/pid"));
  }

  private static long startOf(long pid) throws IOException {
    try {
      String stat = Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      boolean ended = fields[STATE].equals("Z") || fields[STATE].equals("X");
      return ended ? NOT_RUNNING : Long.parseLong(fields[START_TIME]);
    } catch (NoSuchFileException e) {
      return NOT_RUNNING;
    }
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "a host without a name";
    }
  }
}
