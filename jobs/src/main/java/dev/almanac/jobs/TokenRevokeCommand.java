package dev.almanac.jobs;

import dev.almanac.registry.token.Token;
import dev.almanac.registry.token.Tokens;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code almanac token revoke}: ends a token at once. */
@Command(
    name = "revoke",
    description = {"Ends all tokens of a name; servers refuse them within seconds.", ""})
final class TokenRevokeCommand extends TokenVerb {

  @Parameters(paramLabel = "NAME", description = "Whose tokens.")
  private String name;

  @Override
  ExitCode run(Tokens tokens, Console console) {
    List<Token> ended = tokens.revoke(name(name), actor());
    if (console.json()) {
      console.sayJson(ended.stream().map(Token::id).toList());
    } else {
      ended.forEach(token -> console.say("Revoked " + token.name() + " " + token.id()));
    }
    return ExitCode.DONE;
  }
}
