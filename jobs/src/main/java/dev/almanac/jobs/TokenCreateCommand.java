package dev.almanac.jobs;

import dev.almanac.registry.token.Scope;
import dev.almanac.registry.token.Tokens;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code almanac token create}: a new token, shown once. */
@Command(
    name = "create",
    description = {
      "Makes a token and prints it: once, for the archive keeps its hash alone.",
      "read looks; operate also publishes versions, moves aliases and writes notes; admin also"
          + " deletes.",
      ""
    },
    footer = {"", "Example:", "  almanac token create --name grafana --scope read --expires 90d"})
final class TokenCreateCommand extends TokenVerb {

  @Option(names = "--name", required = true, paramLabel = "NAME", description = "Whose it is.")
  private String name;

  @Option(
      names = "--scope",
      required = true,
      paramLabel = "SCOPE",
      description = "What it allows: read, operate or admin.")
  private Scope scope;

  @Mixin private TokenLifeOption expires;

  @Override
  ExitCode run(Tokens tokens, Console console) {
    tell(console, tokens.create(name(name), scope, expires.life(), actor()));
    return ExitCode.DONE;
  }
}
