package dev.almanac.jobs;

import dev.almanac.registry.token.Token;
import dev.almanac.registry.token.Tokens;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code almanac token list}: every token there ever was. */
@Command(
    name = "list",
    description = {"Lists the tokens there are and were, oldest first.", ""})
final class TokenListCommand extends TokenVerb {

  @Override
  ExitCode run(Tokens tokens, Console console) {
    List<Token> all = tokens.list();
    if (console.json()) {
      console.sayJson(all.stream().map(TokenVerb::view).toList());
    } else if (all.isEmpty()) {
      console.note("almanac: there is no token in " + archive());
    } else {
      Table table =
          new Table()
              .words("NAME")
              .words("TOKEN")
              .words("SCOPE")
              .words("STATE")
              .words("CREATED")
              .words("BY")
              .words("ENDS");
      for (Token token : all) {
        table.row(
            token.name(),
            token.id(),
            token.scope().label(),
            state(token),
            token.createdAt(),
            token.createdBy(),
            token.end().map(Instant::toString).orElse("never"));
      }
      table.print(console.out(), true);
    }
    return ExitCode.DONE;
  }
}
