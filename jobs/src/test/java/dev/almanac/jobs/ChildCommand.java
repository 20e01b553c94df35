package dev.almanac.jobs;

import dev.almanac.prometheus.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** The command in a JVM of its own, which can be killed as {@code kill -9} does. */
final class ChildCommand {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int KILLED = 128 + 9;

  private final Process process;
  private final Path log;

  private ChildCommand(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts it.
   *
   * @param scratch where its temporary files and what it says go
   */
  static ChildCommand start(Path scratch, String... words) {
    return start(scratch, List.of(), words);
  }

  /** Starts it with more options of the JVM. */
  static ChildCommand start(Path scratch, List<String> options, String... words) {
    return start(scratch, options, Map.of(), words);
  }

  /** Starts it with more variables in its environment. */
  static ChildCommand start(Path scratch, Map<String, String> environment, String... words) {
    return start(scratch, List.of(), environment, words);
  }

  static ChildCommand start(
      Path scratch, List<String> options, Map<String, String> environment, String... words) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens"))
        .forEach(command::add);
    command.addAll(options);
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-Djava.io.tmpdir=" + scratch,
            "-cp",
            System.getProperty("java.class.path"),
            Almanac.class.getName()));
    command.addAll(List.of(words));
    Path log = scratch.resolve("log");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      // Should the test's own JVM be ended, the command must not outlive it.
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      return new ChildCommand(process, log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns as soon as the condition holds or the command has ended. */
  void awaitUntil(String what, BooleanSupplier condition) {
    Await.until(
        what,
        PATIENCE,
        () -> {
          // Much happens within a pause of Await: look more often than it does.
          long pause = System.nanoTime() + Duration.ofMillis(20).toNanos();
          while (process.isAlive() && !condition.getAsBoolean()) {
            if (System.nanoTime() - pause > 0) {
              return false;
            }
            LockSupport.parkNanos(100_000);
          }
          return true;
        });
  }

  /** Returns when so much time has passed or the command has ended. */
  void awaitFor(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    awaitUntil("the time has passed", () -> System.nanoTime() - end >= 0);
  }

  int awaitEnd() {
    awaitUntil("the command has ended", () -> false);
    return process.onExit().join().exitValue();
  }

  /** Asks it to end, as systemd does, and waits until it has. */
  void stop() {
    process.destroy();
    awaitEnd();
  }

  /** Kills it; true where it had not ended by itself before. */
  boolean kill() {
    return process.destroyForcibly().onExit().join().exitValue() == KILLED;
  }

  /** What it has said. */
  String said() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many files are below a folder that another process is working in. */
  static long files(Path folder) {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile).count();
    } catch (NoSuchFileException | UncheckedIOException e) {
      return 0; // not there yet, or something in it has just been moved
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
