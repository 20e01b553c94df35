package dev.almanac.jobs;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code almanac token}: who is let in by {@code almanac serve}. */
@Command(
    name = "token",
    description = {
      "Makes, lists, rotates and revokes the tokens by which 'almanac serve' lets people in.",
      "The archive keeps their hashes alone; a server knows of a change within seconds.",
      ""
    },
    subcommands = {
      TokenCreateCommand.class,
      TokenListCommand.class,
      TokenRotateCommand.class,
      TokenRevokeCommand.class
    })
final class TokenCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "token what? " + String.join(", ", spec.commandLine().getSubcommands().keySet()));
  }
}
