package dev.almanac.jobs;

import dev.almanac.backup.ComponentOutcome;
import dev.almanac.backup.StagedComponent;
import dev.almanac.backup.component.GatheredFiles.ExcludedFile;
import dev.almanac.catalog.Manifest;
import dev.almanac.registry.view.ManifestView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What became of the components of a backup, as the command shows it. */
record ComponentView(List<ComponentOutcome> outcomes) {

  /** Whether nothing is missing. */
  boolean whole() {
    return outcomes.stream().allMatch(outcome -> outcome.problems().isEmpty());
  }

  void tell(Console console, Manifest backup, String archive, boolean wasThere) {
    if (console.json()) {
      Map<String, Object> view = ManifestView.of(backup);
      view.put("components", outcomes.stream().map(ComponentView::json).toList());
      console.sayJson(view);
      return;
    }
    BackupView.tell(console, backup, archive, wasThere);
    console.say("");
    table().print(console.out(), true);
    for (ComponentOutcome outcome : outcomes) {
      for (ExcludedFile file : outcome.excluded()) {
        console.say("left out of " + outcome.title() + ": " + file.path() + " " + file.reason());
      }
    }
    problems().forEach(problem -> console.note("almanac: " + problem));
  }

  /** What is wrong, a sentence each. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    for (ComponentOutcome outcome : outcomes) {
      for (String problem : outcome.problems()) {
        problems.add("component " + outcome.title() + " is " + state(outcome) + ": " + problem);
      }
    }
    return problems;
  }

  private Table table() {
    Table table = new Table().words("COMPONENT").words("").numbers("FILES").numbers("SIZE");
    for (ComponentOutcome outcome : outcomes) {
      table.row(
          outcome.title(),
          state(outcome),
          outcome.staged().map(staged -> staged.component().files()).orElse(0L),
          outcome.staged().map(staged -> Human.bytes(staged.component().size())).orElse(""));
    }
    return table;
  }

  private static String state(ComponentOutcome outcome) {
    if (!outcome.problems().isEmpty()) {
      return outcome.staged().isPresent() ? "not whole" : "missing";
    }
    return outcome
        .staged()
        .map(staged -> staged.pending() == null ? "unchanged" : "stored")
        .orElse("there is none");
  }

  private static Map<String, Object> json(ComponentOutcome outcome) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("component", outcome.title());
    view.put("state", state(outcome));
    outcome
        .staged()
        .map(StagedComponent::component)
        .map(ManifestView::component)
        .ifPresent(view::putAll);
    view.put("left_out", outcome.excluded());
    view.put("problems", outcome.problems());
    return view;
  }
}
