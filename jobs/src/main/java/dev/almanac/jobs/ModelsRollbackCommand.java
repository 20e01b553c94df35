package dev.almanac.jobs;

import dev.almanac.registry.AliasMove;
import dev.almanac.registry.Change;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.registry.view.RegistryView;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code almanac models rollback}: lets an alias name what it named before. */
@Command(
    name = "rollback",
    description = {
      "Lets an alias name the version that it named before; twice, the one before that.",
      ""
    })
final class ModelsRollbackCommand extends ModelsVerb {

  @Parameters(index = "0", paramLabel = "MODEL", description = "The model's name.")
  private String wanted;

  @Option(
      names = "--alias",
      paramLabel = "NAME",
      description = "Which alias. Default: " + ModelRegistry.CHAMPION + ".")
  private String wantedAlias = ModelRegistry.CHAMPION;

  @Mixin private ChangeOptions options;

  @Override
  ExitCode run(ModelRegistry registry, Console console) {
    String model = model(wanted);
    String alias = alias(model, wantedAlias);
    Change change = valid(options::change);
    tell(console, model, alias, registry.rollBack(model, alias, change));
    return ExitCode.DONE;
  }

  /** What an alias names now. */
  static void tell(Console console, String model, String alias, AliasMove move) {
    if (console.json()) {
      Map<String, Object> view = RegistryView.of(model, alias, move);
      view.put("promoted", true);
      console.sayJson(view);
    } else {
      console.say("%s of %s is v%d".formatted(alias, model, move.version()));
    }
  }
}
