package dev.almanac.jobs;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code almanac history}: the archive for programs that ask for history. */
@Command(
    name = "history",
    description = {"Lets other programs read the history that is archived.", ""},
    subcommands = HistoryServeCommand.class)
final class HistoryCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "history what? " + String.join(", ", spec.commandLine().getSubcommands().keySet()));
  }
}
