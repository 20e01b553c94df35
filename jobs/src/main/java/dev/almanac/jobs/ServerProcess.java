package dev.almanac.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * A server that outlives the process that started it. A file remembers its process id together with
 * the executable and the time of its start, so that a process which was given the same id later is
 * never taken for it.
 */
final class ServerProcess {

  private static final Duration BEGINS_WITHIN = Duration.ofSeconds(10);
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(50);

  /** The kernel counts a start from the boot, whose time it tells only to the second. */
  private static final Duration CLOCK_SLACK = Duration.ofSeconds(2);

  private static final String SUFFIX = ".process";

  private final Path dir;
  private final String name;
  private final Path log;

  ServerProcess(Path dir, String name) {
    this(dir, name, dir.resolve(name + ".log"));
  }

  /**
   * The same with its output elsewhere.
   *
   * @param log where what it says on its standard output and standard error goes
   */
  ServerProcess(Path dir, String name, Path log) {
    this.dir = dir;
    this.name = name;
    this.log = log;
  }

  String name() {
    return name;
  }

  Path log() {
    return log;
  }

  /**
   * Starts it in a session of its own, which neither a Ctrl-C nor the end of the terminal reaches.
   *
   * @param executables its names, of which one must be on the PATH
   */
  void start(String address, List<String> executables, List<String> options)
      throws IOException, InterruptedException {
    Path executable =
        executables.stream()
            .map(ServerProcess::onPath)
            .flatMap(Optional::stream)
            .findFirst()
            .orElseThrow(
                () ->
                    new DemoException(
                        String.join(" or ", executables)
                            + " is not installed; './main.sh demo' installs it"));
    start(address, executable, options, Map.of());
  }

  /** Starts an executable, with more variables in its environment. */
  void start(String address, Path executable, List<String> options, Map<String, String> environment)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    onPath("setsid").ifPresent(setsid -> command.add(setsid.toString()));
    command.add(executable.toString());
    command.addAll(options);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    Process process =
        builder
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.to(log().toFile()))
            .start();
    Properties memory = new Properties();
    memory.setProperty("pid", Long.toString(process.pid()));
    memory.setProperty("started", startOf(process.toHandle()).toString());
    memory.setProperty("executable", executable.toRealPath().toString());
    memory.setProperty("address", address);
    try (Writer out = Files.newBufferedWriter(memoryFile())) {
      memory.store(out, null);
    }
    awaitExecutable(process);
  }

  /** For a moment the process is still {@code setsid}, and would not be known again. */
  private void awaitExecutable(Process process) throws InterruptedException {
    long deadline = System.nanoTime() + BEGINS_WITHIN.toNanos();
    while (process.isAlive() && !isRunning() && System.nanoTime() - deadline < 0) {
      Thread.sleep(POLL.toMillis());
    }
  }

  boolean isRunning() {
    return running().isPresent();
  }

  /** Where it listens, or did when it last ran; null where it never ran. */
  String address() {
    return memory().getProperty("address");
  }

  /** Ends it where it runs, kindly first; true where it ran. */
  boolean stop() throws InterruptedException {
    Optional<ProcessHandle> running = running();
    if (running.isPresent()) {
      running.get().destroy();
      if (!endsWithin(ENDS_WITHIN)) {
        running.get().destroyForcibly();
        endsWithin(ENDS_WITHIN);
      }
    }
    return running.isPresent();
  }

  /** Forgets that it ever ran. */
  void forget() throws IOException {
    Files.deleteIfExists(memoryFile());
  }

  /** The last line of its log. */
  String lastWords() throws IOException {
    List<String> lines = Files.exists(log()) ? Files.readAllLines(log()) : List.of();
    return lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1);
  }

  private boolean endsWithin(Duration time) throws InterruptedException {
    long deadline = System.nanoTime() + time.toNanos();
    while (isRunning()) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      Thread.sleep(POLL.toMillis());
    }
    return true;
  }

  private Optional<ProcessHandle> running() {
    Properties memory = memory();
    if (memory.isEmpty()) {
      return Optional.empty();
    }
    Instant started = Instant.parse(memory.getProperty("started"));
    return ProcessHandle.of(Long.parseLong(memory.getProperty("pid")))
        // What has ended and waits for its parent to notice has no executable any more.
        .filter(
            process ->
                process.info().command().equals(Optional.of(memory.getProperty("executable"))))
        .filter(
            process ->
                Duration.between(started, startOf(process)).abs().compareTo(CLOCK_SLACK) <= 0);
  }

  private static Instant startOf(ProcessHandle process) {
    return process.info().startInstant().orElse(Instant.EPOCH);
  }

  private Properties memory() {
    Properties memory = new Properties();
    if (Files.exists(memoryFile())) {
      try (var in = Files.newBufferedReader(memoryFile())) {
        memory.load(in);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return memory;
  }

  private Path memoryFile() {
    return dir.resolve(name + SUFFIX);
  }

  /** The names of those that a folder remembers, in order. */
  static List<String> remembered(Path dir) throws IOException {
    if (!Files.isDirectory(dir)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(dir)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .sorted()
          .toList();
    }
  }

  /** The executable of that name that a shell would run. */
  static Optional<Path> onPath(String executable) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    for (String folder : path.split(":", -1)) {
      Path candidate = Path.of(folder.isEmpty() ? "." : folder).resolve(executable);
      if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
        return Optional.of(candidate.toAbsolutePath());
      }
    }
    return Optional.empty();
  }
}
