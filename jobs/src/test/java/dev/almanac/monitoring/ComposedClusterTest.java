package dev.almanac.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.almanac.prometheus.Await;
import dev.almanac.prometheus.LoopbackPort;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Flink's services of docker-compose.yml, by their own words, as processes of this machine. */
@Tag("needs-time")
@Timeout(900)
class ComposedClusterTest {

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir private Path temp;
  private final List<Process> running = new ArrayList<>();
  private int zooKeeper;
  private int rest;

  /** The command as the image has it, from the classes that are tested. */
  private Path almanac() throws IOException {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens"))
        .forEach(words::add);
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.almanac.jobs.Almanac"));
    Path script = temp.resolve("almanac");
    Files.writeString(script, "#!/bin/sh\nexec '" + String.join("' '", words) + "' \"$@\"\n");
    return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }

  private void start(String name) throws IOException {
    ComposeTest.Service service = ComposeTest.service(name);
    List<String> words = new ArrayList<>(service.texts("entrypoint"));
    words.addAll(List.of("-D", "rest.port=" + rest));
    words.addAll(service.texts("command"));
    words.replaceAll(
        word ->
            word.replace("/opt/almanac", MonitoringTree.ROOT + "/compose")
                .replace("/etc/flink", MonitoringTree.ROOT + "/flink-conf")
                .replace("/var/lib/almanac", temp.toString())
                .replace("127.0.0.1:2181", "127.0.0.1:" + zooKeeper));
    ProcessBuilder builder =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log(name).toFile());
    builder.environment().put("ALMANAC_COMMAND", temp.resolve("almanac").toString());
    Process process = builder.start();
    // Should the test's own JVM be ended, the process must not outlive it.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    running.add(process);
  }

  private Path log(String name) {
    return temp.resolve(name + ".log");
  }

  @AfterEach
  void stop() {
    running.forEach(process -> process.destroyForcibly().onExit().join());
  }

  private JsonNode ask(String path) {
    try (InputStream answer = URI.create("http://127.0.0.1:" + rest + path).toURL().openStream()) {
      return new ObjectMapper().readTree(answer);
    } catch (IOException e) {
      return new ObjectMapper().createObjectNode(); // not yet
    }
  }

  private boolean allRun() {
    return running.stream().allMatch(Process::isAlive);
  }

  private String said() {
    StringBuilder said = new StringBuilder();
    try {
      for (String name : List.of("zookeeper", "jobmanager", "taskmanager")) {
        said.append(name).append(":\n").append(Files.readString(log(name)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return said.toString();
  }

  @Test
  void findEachOtherWithTheConfigurationOfEveryOtherCluster() throws IOException {
    almanac();
    zooKeeper = LoopbackPort.free();
    rest = LoopbackPort.free();

    for (String name : List.of("zookeeper", "jobmanager", "taskmanager")) {
      start(name);
    }
    Await.until(
        "a TaskManager is known",
        PATIENCE,
        () -> ask("/overview").path("taskmanagers").asInt() == 1 || !allRun());

    assertThat(allRun()).as(this::said).isTrue();
    assertThat(ask("/overview").path("slots-total").asInt()).isEqualTo(2);
    Map<String, String> configured = new HashMap<>();
    ask("/jobmanager/config")
        .forEach(one -> configured.put(one.path("key").asText(), one.path("value").asText()));
    assertThat(configured)
        .containsEntry("high-availability.type", "zookeeper")
        .containsEntry("high-availability.zookeeper.quorum", "127.0.0.1:" + zooKeeper)
        .containsEntry("jobmanager.scheduler", "adaptive")
        .containsEntry("restart-strategy.type", "failure-rate")
        .containsEntry("web.submit.enable", "false");
  }
}
