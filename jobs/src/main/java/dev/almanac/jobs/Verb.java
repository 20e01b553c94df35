package dev.almanac.jobs;

import dev.almanac.config.LogLevel;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * One verb of the command. It needs a {@code @Command(name, description)} and its place in the list
 * of {@link Almanac}; {@code --help}, {@code --version}, {@code --json} and {@code --debug} come by
 * themselves, {@code --archive} with an {@link ArchiveOption} as {@code @Mixin}.
 */
abstract class Verb implements Callable<Integer> {

  @Spec private CommandSpec spec;

  /**
   * Does the work. What cannot be done is thrown, never printed: see {@link Failure} for what is
   * shown of it.
   */
  abstract ExitCode run(Console console) throws Exception;

  @Override
  public final Integer call() throws Exception {
    requireLogLevel();
    return run(almanac().console()).code();
  }

  /** Logging has begun by then, and takes what it does not know for nothing said. */
  private void requireLogLevel() {
    String level = environment(LogLevel.VARIABLE);
    try {
      if (level != null) {
        LogLevel.parse(level);
      }
    } catch (IllegalArgumentException e) {
      throw usage(LogLevel.VARIABLE + ": " + e.getMessage());
    }
  }

  /** What to throw where options make no sense together. */
  final ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** An environment variable, or null where it is unset or empty. */
  final String environment(String name) {
    return almanac().environment(name);
  }

  final Almanac almanac() {
    return (Almanac) spec.root().userObject();
  }
}
