package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.ObjIntConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs of one command as a process of its own, each on a copy of the same folder, and killed.
 * Random moments are spread over the time that an undisturbed run was at work, counted from the
 * first sign of its work: so they do not depend on how fast the machine is.
 */
final class KilledRuns {

  private static final int ATTEMPTS = 20;

  private final Path original;
  private final List<String> words;
  private Predicate<Path> atWork = folder -> true;
  private Duration worked = Duration.ZERO;

  /**
   * @param original the folder; in the words {@code @/} stands for the copy
   */
  KilledRuns(Path original, String... words) {
    this.original = original;
    this.words = List.of(words);
  }

  /** How many files have come into a folder or gone from it since the copy was made. */
  long changed(Path copy, String folder) {
    try {
      Set<String> difference = names(copy.resolve(folder));
      for (String name : names(original.resolve(folder))) {
        if (!difference.remove(name)) {
          difference.add(name);
        }
      }
      return difference.size();
    } catch (NoSuchFileException | UncheckedIOException e) {
      return 0; // something has just been moved: look again
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> names(Path folder) throws IOException {
    if (Files.notExists(folder)) {
      return new HashSet<>();
    }
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .collect(Collectors.toCollection(HashSet::new));
    }
  }

  /** Runs the command in this JVM, in a copy in which it was killed. */
  CommandRun run(Path folder) {
    return CommandRun.of(wordsFor(folder));
  }

  /**
   * Runs it in a copy in which nobody kills it; to be done before it is killed at random.
   *
   * @param atWork whether the command is seen to work in a copy
   */
  void undisturbed(Path folder, Predicate<Path> atWork) {
    this.atWork = atWork;
    ChildCommand child = start(folder);
    child.awaitUntil("it is at work", () -> atWork.test(folder));
    long begin = System.nanoTime();
    assertThat(child.awaitEnd()).as(child.said()).isZero();
    worked = Duration.ofNanos(System.nanoTime() - begin);
  }

  /** Kills it as soon as this can be seen in the copy. */
  void killWhen(Path folder, Predicate<Path> moment) {
    killAtWork(
        folder,
        (child, attempt) -> child.awaitUntil("the moment has come", () -> moment.test(folder)));
  }

  /** Kills it at some moment of its work. */
  void killAtRandom(Path folder, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    killAtWork(
        folder,
        (child, attempt) -> {
          child.awaitUntil("it is at work", () -> atWork.test(folder));
          long longest = Math.max(1, worked.toNanos() >> attempt);
          child.awaitFor(Duration.ofNanos(random.nextLong(longest)));
        });
  }

  /**
   * A busy machine may let the command end before it is killed, though its moment was seen, and an
   * undisturbed run may have taken longer than this one: then it is begun anew on a new copy, and
   * less time is waited for.
   */
  private void killAtWork(Path folder, ObjIntConsumer<ChildCommand> awaitMoment) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      ChildCommand child = start(folder);
      awaitMoment.accept(child, attempt);
      if (child.kill()) {
        return;
      }
      assertThat(child.awaitEnd()).as(child.said()).isZero();
      delete(folder);
    }
    fail("ended by itself before it could be killed, %d times", ATTEMPTS);
  }

  private static void delete(Path folder) {
    try {
      WorkFolder.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ChildCommand start(Path folder) {
    copy(folder);
    return ChildCommand.start(scratch(folder), wordsFor(folder));
  }

  /** Where the temporary files and the log of the command in this copy are. */
  static Path scratch(Path folder) {
    try {
      return Files.createDirectories(folder.resolve("scratch"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String[] wordsFor(Path folder) {
    return words.stream().map(word -> word.replace("@/", folder + "/")).toArray(String[]::new);
  }

  private void copy(Path folder) {
    try (Stream<Path> files = Files.walk(original)) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(original.relativize(file).toString()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
