package dev.almanac.jobs;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code almanac models}: the registry of models in an archive. */
@Command(
    name = "models",
    description = {
      "Lists, compares, exports, promotes and proves the models in an archive.",
      "A model has versions, which never change, and aliases, which name them: 'champion'"
          + " forecasts.",
      ""
    },
    subcommands = {
      ModelsListCommand.class,
      ModelsShowCommand.class,
      ModelsDiffCommand.class,
      ModelsExportCommand.class,
      ModelsPromoteCommand.class,
      ModelsRollbackCommand.class,
      ModelsDeleteCommand.class,
      ModelsGcCommand.class,
      ModelsVerifyCommand.class
    })
final class ModelsCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "models what? " + String.join(", ", spec.commandLine().getSubcommands().keySet()));
  }
}
