package dev.almanac.jobs;

import dev.almanac.registry.AliasMove;
import dev.almanac.registry.Change;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.registry.ModelVersion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code almanac models promote}: lets an alias name a version. */
@Command(
    name = "promote",
    description = {
      "Lets an alias name a version, 'champion' unless told otherwise.",
      "A version that did not pass the gate becomes champion only with --force.",
      ""
    },
    footer = {
      "",
      "Quits with 1, and changes nothing, where the gate is against it.",
      "",
      "Examples:",
      "  almanac models promote demand challenger --reason 'fewer false alarms'",
      "  almanac models promote demand 12 --alias canary"
    })
final class ModelsPromoteCommand extends ModelsVerb {

  @Parameters(index = "0", paramLabel = "MODEL", description = "The model's name.")
  private String wanted;

  @Parameters(
      index = "1",
      paramLabel = "VERSION",
      description = "A number (3), an alias (challenger), or latest.")
  private String number;

  @Option(
      names = "--alias",
      paramLabel = "NAME",
      description = "Which alias. Default: " + ModelRegistry.CHAMPION + ".")
  private String wantedAlias = ModelRegistry.CHAMPION;

  @Option(names = "--force", description = "Promote it, though it did not pass the gate.")
  private boolean force;

  @Mixin private ChangeOptions options;

  @Override
  ExitCode run(ModelRegistry registry, Console console) {
    String model = model(wanted);
    String alias = alias(model, wantedAlias);
    Change change = valid(options::change);
    ModelVersion version = registry.resolve(model, number);
    List<String> objections =
        alias.equals(ModelRegistry.CHAMPION) && !force
            ? registry.objections(version.id())
            : List.of();
    if (!objections.isEmpty()) {
      return refuse(console, version, objections);
    }
    AliasMove move = registry.promote(version.id(), alias, change);
    ModelsRollbackCommand.tell(console, model, alias, move);
    return ExitCode.DONE;
  }

  private static ExitCode refuse(Console console, ModelVersion version, List<String> reasons) {
    if (console.json()) {
      Map<String, Object> view = new LinkedHashMap<>();
      view.put("model", version.model());
      view.put("version", version.number());
      view.put("promoted", false);
      view.put("reasons", reasons);
      console.sayJson(view);
    } else {
      console.say(version.id() + " did not pass the gate:");
      reasons.forEach(reason -> console.say("  " + reason));
      console.say("Nothing was changed; --force promotes it all the same.");
    }
    return ExitCode.NO;
  }
}
