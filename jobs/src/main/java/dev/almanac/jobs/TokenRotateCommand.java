package dev.almanac.jobs;

import dev.almanac.registry.token.Tokens;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code almanac token rotate}: a new token in place of one, which is good for a while yet. */
@Command(
    name = "rotate",
    description = {
      "Makes a new token of the same name and scope and prints it; the one before ends after"
          + " --overlap.",
      ""
    })
final class TokenRotateCommand extends TokenVerb {

  @Parameters(paramLabel = "NAME", description = "Whose token.")
  private String name;

  @Option(
      names = "--overlap",
      paramLabel = "TIME",
      defaultValue = "24h",
      converter = Hours.class,
      description = "How long the one before is good for yet. Default: 24h.")
  private Duration overlap;

  @Mixin private TokenLifeOption expires;

  @Override
  ExitCode run(Tokens tokens, Console console) {
    tell(console, tokens.rotate(name(name), overlap, expires.life(), actor()));
    return ExitCode.DONE;
  }
}
