package dev.almanac.jobs;

import dev.almanac.registry.Change;
import picocli.CommandLine.Option;

/** Who changes the registry and why. */
final class ChangeOptions {

  @Option(
      names = "--actor",
      paramLabel = "NAME",
      description = "Who does it, for the history. Default: the user who runs this.")
  private String actor = System.getProperty("user.name");

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Why, for the history. Default: by hand.")
  private String reason = "by hand";

  /**
   * The change.
   *
   * @throws IllegalArgumentException where nobody or nothing is given
   */
  Change change() {
    return new Change(actor, reason);
  }
}
