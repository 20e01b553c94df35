package dev.almanac.jobs;

import java.util.LinkedHashMap;
import java.util.Map;

/** What is told of a job that was sent to a cluster. */
final class WatchSubmissionView {

  private WatchSubmissionView() {}

  static Map<String, Object> of(WatchSubmission.Outcome outcome) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("job", outcome.job().id());
    view.put("name", outcome.job().name());
    view.put("state", outcome.job().state());
    view.put("already", outcome.already());
    view.put("resumed", outcome.resumed().orElse(null));
    return view;
  }

  static void tell(Console console, WatchSubmission.Outcome outcome) {
    outcome.resumed().ifPresent(from -> console.note("going on from " + from));
    String state = outcome.job().state();
    console.say(
        outcome.already()
            ? "job " + outcome.job().id() + " watches with these checkpoints already: " + state
            : "job " + outcome.job().id() + " is " + state);
    if (!outcome.already() && !state.equals("RUNNING")) {
      console.note(
          "it waits for the cluster, as for free slots: 'almanac cluster status' tells which there"
              + " are");
    }
  }
}
