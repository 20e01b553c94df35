package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs of one command as a process of its own, each on a copy of the same folder, and killed.
 * Random moments are spread over the time that an undisturbed run was at work, counted from the
 * first sign of its work: so they do not depend on how fast the machine is.
 */
final class KilledRuns {

  private final Path original;
  private final Path scratch;
  private final List<String> words;
  private final Predicate<Path> atWork;
  private Duration worked;
  private int kills;
  private int killedAtWork;

  /**
   * @param original the folder; in the words {@code @/} stands for the copy
   * @param atWork whether the command is seen to work in the copy
   */
  KilledRuns(Path original, Path scratch, Predicate<Path> atWork, String... words) {
    this.original = original;
    this.scratch = scratch;
    this.atWork = atWork;
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

  /** A copy in which nobody kills it; to be made first. */
  Path undisturbed() {
    Path folder = scratch.resolve("undisturbed");
    ChildCommand child = start(folder);
    child.awaitUntil("it is at work", () -> atWork.test(folder));
    long begin = System.nanoTime();
    assertThat(child.awaitEnd()).as(child.said()).isZero();
    worked = Duration.ofNanos(System.nanoTime() - begin);
    return folder;
  }

  /** Kills it as soon as this can be seen in the copy. */
  void killWhen(Path folder, Predicate<Path> moment) {
    ChildCommand child = start(folder);
    child.awaitUntil("the moment has come", () -> moment.test(folder));
    kill(child);
  }

  /** Kills it at some moment of its work. */
  void killAtRandom(Path folder, int seed) {
    ChildCommand child = start(folder);
    child.awaitUntil("it is at work", () -> atWork.test(folder));
    child.awaitFor(Duration.ofNanos(new SplittableRandom(seed).nextLong(worked.toNanos())));
    kill(child);
  }

  private void kill(ChildCommand child) {
    kills++;
    if (child.kill()) {
      killedAtWork++;
    }
  }

  /** Where the machine is slow, one or another had ended before it was killed. */
  void assertThatMostWereKilled(int atLeast) {
    assertThat(kills).isGreaterThanOrEqualTo(atLeast);
    assertThat(killedAtWork).as("killed of %d", kills).isGreaterThanOrEqualTo(kills / 2 + 1);
  }

  private ChildCommand start(Path folder) {
    copy(folder);
    return ChildCommand.start(scratch, wordsFor(folder));
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
