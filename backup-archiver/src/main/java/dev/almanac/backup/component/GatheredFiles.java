package dev.almanac.backup.component;

import java.util.List;

/**
 * What a source found.
 *
 * @param files what to store; none where there is nothing of this kind, which is no failure
 * @param excluded files that were left out on purpose, each with the reason, for the report
 * @param problems what should have been stored and could not be, in sentences
 */
public record GatheredFiles(
    List<ComponentFile> files, List<ExcludedFile> excluded, List<String> problems) {

  public GatheredFiles {
    files = List.copyOf(files);
    excluded = List.copyOf(excluded);
    problems = List.copyOf(problems);
  }

  /** Files alone: nothing was left out and nothing went wrong. */
  public static GatheredFiles of(List<ComponentFile> files) {
    return new GatheredFiles(files, List.of(), List.of());
  }

  /**
   * A file that was left out.
   *
   * @param path where it lies
   * @param reason why, {@code a PEM private key}
   */
  public record ExcludedFile(String path, String reason) {}
}
