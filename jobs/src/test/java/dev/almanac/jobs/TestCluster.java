package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.almanac.prometheus.Await;
import dev.almanac.prometheus.LoopbackPort;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** A cluster of real processes with two TaskManagers of two slots, by the command. */
final class TestCluster implements AutoCloseable {

  /** What the processes know and nobody else may. */
  static final String SECRET = "t0ken-that-is-nowhere-to-be-seen";

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Path dir;
  private final int port;

  private TestCluster(Path dir, int port) {
    this.dir = dir;
    this.port = port;
    // Should the test's own JVM be ended, the processes must not outlive it.
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
  }

  static TestCluster start(Path dir) {
    try {
      TestCluster cluster = new TestCluster(dir, LoopbackPort.free());
      Path credentials = Files.createDirectories(dir).resolve("credentials.env");
      Files.writeString(credentials, "PROMETHEUS_TOKEN=" + SECRET + "\n");
      Files.setPosixFilePermissions(credentials, PosixFilePermissions.fromString("rw-------"));
      cluster.startMissing();
      return cluster;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts what does not run; which of them that was. */
  List<String> startMissing() {
    CommandRun run =
        CommandRun.of(
            "cluster",
            "start",
            "--dir",
            dir.toString(),
            "--port",
            Integer.toString(port),
            "--conf",
            "../flink-conf",
            "-Denv.java.opts.jobmanager=-XX:TieredStopAtLevel=1",
            "-Denv.java.opts.taskmanager=-XX:TieredStopAtLevel=1",
            "-Drestart-strategy.failure-rate.delay=1 s",
            "--json");
    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    List<String> started = new ArrayList<>();
    run.json().path("started").forEach(name -> started.add(name.asText()));
    return started;
  }

  /** A run of a verb by the cluster. */
  CommandRun submit(String... words) {
    List<String> all = new ArrayList<>(List.of("cluster", "submit", "--dir", dir.toString()));
    all.addAll(List.of(words));
    return CommandRun.of(all.toArray(String[]::new));
  }

  CommandRun run(String verb, String... more) {
    List<String> all = new ArrayList<>(List.of("cluster", verb, "--dir", dir.toString()));
    all.addAll(List.of(more));
    return CommandRun.of(all.toArray(String[]::new));
  }

  JsonNode status() {
    return run("status", "--json").json();
  }

  /** Where it answers. */
  String url() {
    return "http://127.0.0.1:" + port;
  }

  /** Ends a process as {@code kill -9} does. */
  void kill(String name) {
    assertThat(process(name).destroyForcibly()).isTrue();
    Await.until(name + " has ended", PATIENCE, () -> !new ServerProcess(dir, name).isRunning());
  }

  /** Holds processes where they are, until they are killed or told to go on. */
  void freeze(String... names) {
    signal("-STOP", names);
  }

  void thaw(String... names) {
    signal("-CONT", names);
  }

  private void signal(String signal, String... names) {
    for (String name : names) {
      try {
        Process kill = new ProcessBuilder("kill", signal, process(name).pid() + "").start();
        assertThat(kill.onExit().join().exitValue()).isZero();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private ProcessHandle process(String name) {
    Properties memory = new Properties();
    try (Reader in = Files.newBufferedReader(dir.resolve(name + ".process"))) {
      memory.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ProcessHandle.of(Long.parseLong(memory.getProperty("pid"))).orElseThrow();
  }

  /** What Flink itself answers. */
  JsonNode ask(String path) {
    try (InputStream answer = URI.create(url() + path).toURL().openStream()) {
      return new ObjectMapper().readTree(answer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The files of the cluster that hold a text, and the command lines. */
  List<String> holding(String text) throws IOException {
    List<String> holding = new ArrayList<>();
    Files.walkFileTree(
        dir,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            try {
              if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(text)) {
                holding.add(dir.relativize(file).toString());
              }
            } catch (NoSuchFileException e) {
              // A checkpoint that a later one has replaced meanwhile.
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            return e instanceof NoSuchFileException
                ? FileVisitResult.CONTINUE
                : super.visitFileFailed(file, e);
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException e) throws IOException {
            return e instanceof NoSuchFileException
                ? FileVisitResult.CONTINUE
                : super.postVisitDirectory(folder, e);
          }
        });
    ProcessHandle.allProcesses()
        .flatMap(process -> process.info().commandLine().stream())
        .filter(line -> line.contains(text))
        .forEach(holding::add);
    return holding;
  }

  /** What the processes have logged, for a failure's message. */
  String said() {
    StringBuilder said = new StringBuilder();
    try (var logs = Files.list(dir.resolve("log"))) {
      for (Path log : logs.sorted().toList()) {
        List<String> lines = Files.readAllLines(log);
        said.append(log.getFileName()).append(":\n");
        lines.stream()
            .skip(Math.max(0, lines.size() - 40))
            .forEach(line -> said.append("  ").append(line).append('\n'));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return said.toString();
  }

  @Override
  public void close() {
    CommandRun run = run("stop");
    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
  }
}
