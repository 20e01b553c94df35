package dev.almanac.install;

import java.io.IOException;
import java.util.List;

/** One way through the steps. */
final class Run {

  private final boolean dry;
  private final Installation.Report report;
  private int changes;

  Run(boolean dry, Installation.Report report) {
    this.dry = dry;
    this.report = report;
  }

  /** Whether nothing is changed, and only told. */
  boolean dry() {
    return dry;
  }

  /** How many changes were made, or would be. */
  int changes() {
    return changes;
  }

  /** Makes a step's changes, and sees that they took. */
  void step(Step step) {
    try {
      List<Change> left = step.changes();
      if (left.isEmpty()) {
        report.nothing(step.name());
      }
      for (Change change : left) {
        report.change(step.name(), change.what(), change.difference());
        changes++;
        if (!dry) {
          make(step, change);
        }
      }
      if (!dry && !left.isEmpty()) {
        seeThatItTook(step);
      }
    } catch (IOException e) {
      throw new InstallException(step.name() + ": " + why(e), e);
    }
  }

  private static void make(Step step, Change change) {
    try {
      change.action().run();
    } catch (IOException e) {
      throw new InstallException(
          "%s: could not %s: %s".formatted(step.name(), change.what(), why(e)), e);
    }
  }

  /**
   * Several things may be wrong with one file: what is left is changed once more, and not again.
   */
  private static void seeThatItTook(Step step) throws IOException {
    for (Change again : step.changes()) {
      make(step, again);
    }
    List<Change> left = step.changes();
    if (!left.isEmpty()) {
      throw new InstallException(
          step.name() + ": this was done and did not last: " + left.get(0).what());
    }
  }

  private static String why(IOException failure) {
    String message = failure.getClass().getSimpleName() + ": " + failure.getMessage();
    return FullDisk.isSaidBy(message) ? failure.getMessage() + ". " + FullDisk.ADVICE : message;
  }
}
