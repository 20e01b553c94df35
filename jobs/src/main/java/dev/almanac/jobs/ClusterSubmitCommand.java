package dev.almanac.jobs;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code almanac cluster submit}: another verb, carried out by the cluster. */
@Command(
    name = ClusterSubmitCommand.NAME,
    description = {
      "Has the cluster that was started here carry out a verb: archive, backup, train or watch.",
      "The same as that verb with --cluster and the cluster's URL. A watch is sent and goes on by"
          + " itself;",
      "the others are waited for.",
      ""
    },
    footer = {
      "",
      "Example:",
      "  almanac cluster submit watch --prometheus http://localhost:9090 --archive /backup/history"
          + " \\",
      "    --checkpoints /var/lib/almanac/watch"
    })
final class ClusterSubmitCommand extends Verb {

  static final String NAME = "submit";

  @Spec private CommandLine.Model.CommandSpec spec;

  @Mixin private ClusterCommand.DirOption where;

  @Parameters(arity = "1..*", paramLabel = "VERB", description = "The verb and its options.")
  private List<String> words;

  @Override
  ExitCode run(Console console) {
    CommandLine verb = spec.root().subcommands().get(words.get(0));
    if (verb == null || verb.getCommandSpec().findOption(ClusterOption.NAME) == null) {
      throw usage(words.get(0) + " cannot be submitted; archive, backup, train and watch can");
    }
    URI url = where.processes().url().orElseThrow(() -> where.noneStarted());
    List<String> all = new ArrayList<>(words);
    all.addAll(1, List.of(ClusterOption.NAME, url.toString()));
    if (console.json() && !all.contains("--json")) {
      all.add(1, "--json");
    }
    return almanac().run(all.toArray(new String[0]));
  }
}
