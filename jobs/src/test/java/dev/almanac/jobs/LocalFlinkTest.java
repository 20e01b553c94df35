package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.Test;

class LocalFlinkTest {

  private static final String LISTENS = "0A";
  private static final String ANY = "0+:.*";

  @Test
  void nobodyElseReachesAJobOfThisJvm() throws Exception {
    Set<String> before = listening();
    StreamExecutionEnvironment flink = LocalFlink.environment(1, MemorySize.ofMebiBytes(16));
    flink.fromSequence(0, Long.MAX_VALUE - 1).sinkTo(new DiscardingSink<>());

    JobClient job = flink.executeAsync();
    Set<String> opened = listening();
    job.cancel().get();

    opened.removeAll(before);
    assertThat(InetAddress.getLocalHost().isAnyLocalAddress()).isFalse();
    assertThat(opened).isNotEmpty().noneMatch(address -> address.matches(ANY));
  }

  /** Local addresses and ports of this JVM's sockets that listen, in hexadecimal. */
  private static Set<String> listening() throws IOException {
    List<String> sockets = new ArrayList<>();
    try (var descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path descriptor : descriptors) {
        try {
          sockets.add(Files.readSymbolicLink(descriptor).toString());
        } catch (NoSuchFileException e) {
          // It was the one that this folder is read by, or was closed since.
        }
      }
    }
    Set<String> found = new HashSet<>();
    for (String table : List.of("/proc/self/net/tcp", "/proc/self/net/tcp6")) {
      for (String line : Files.readAllLines(Path.of(table))) {
        String[] fields = line.strip().split("\\s+", -1);
        if (fields[3].equals(LISTENS) && sockets.contains("socket:[" + fields[9] + "]")) {
          found.add(fields[1]);
        }
      }
    }
    return found;
  }
}
