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
          change.action().run();
        }
      }
      if (!dry && !left.isEmpty()) {
        seeThatItTook(step);
      }
    } catch (IOException e) {
      throw new InstallException(step.name() + ": " + why(e), e);
    }
  }

  /**
   * Several things may be wrong with one file: what is left is changed once more, and not again.
   */
  private static void seeThatItTook(Step step) throws IOException {
    for (Change again : step.changes()) {
      again.action().run();
    }
    List<Change> left = step.changes();
    if (!left.isEmpty()) {
      throw new InstallException(
          step.name() + ": this was done and did not last: " + left.get(0).what());
    }
  }

  private static String why(IOException failure) {
    String message = failure.getMessage();
    return message != null && message.contains("No space left on device")
        ? message + ": the disk is full. Make room, then run the installation again."
        : failure.getClass().getSimpleName() + ": " + message;
  }
}
