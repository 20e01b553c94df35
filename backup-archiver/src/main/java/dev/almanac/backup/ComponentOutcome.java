package dev.almanac.backup;

import dev.almanac.backup.component.GatheredFiles.ExcludedFile;
import java.util.List;
import java.util.Optional;

/**
 * What became of a component of a backup.
 *
 * @param title kind and name, {@code dashboards/grafana}
 * @param staged what will be listed; empty where there is nothing of this kind, or it failed
 * @param excluded files left out on purpose
 * @param problems what is missing and should not be, in sentences; none where all went well
 */
public record ComponentOutcome(
    String title,
    Optional<StagedComponent> staged,
    List<ExcludedFile> excluded,
    List<String> problems) {

  public ComponentOutcome {
    excluded = List.copyOf(excluded);
    problems = List.copyOf(problems);
  }

  /** The problems as the manifest keeps them: a backup says for ever what it lacks. */
  List<String> losses() {
    return problems.stream()
        .map(
            problem ->
                "component "
                    + title
                    + (staged.isPresent() ? " is not whole: " : " is missing: ")
                    + problem)
        .toList();
  }
}
