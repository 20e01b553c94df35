package dev.almanac.jobs;

import dev.almanac.registry.AliasMove;
import dev.almanac.registry.Evaluation;
import dev.almanac.registry.GateReport;
import dev.almanac.registry.GroupAccuracy;
import dev.almanac.registry.Lineage;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.registry.ModelVersion;
import dev.almanac.registry.view.ManifestView;
import dev.almanac.registry.view.RegistryView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code almanac models show}: all that is known of one version. */
@Command(
    name = "show",
    description = {
      "Shows all that is known of a version.",
      "What it was made of, how well it forecasts, what the gate found, how the aliases moved.",
      ""
    })
final class ModelsShowCommand extends ModelsVerb {

  @Parameters(index = "0", paramLabel = "MODEL", description = "The model's name.")
  private String wanted;

  @Parameters(
      index = "1",
      paramLabel = "VERSION",
      defaultValue = "latest",
      description = "A number (3), an alias (champion), or latest (the default).")
  private String number;

  @Override
  ExitCode run(ModelRegistry registry, Console console) {
    String model = model(wanted);
    ModelVersion version = registry.resolve(model, number);
    SortedMap<String, AliasMove> aliases = registry.aliases(model);
    List<String> names = ModelsListCommand.aliasesOf(version, aliases);
    List<GateReport> reports = registry.reports(version.id());
    SortedMap<String, List<AliasMove>> histories = new TreeMap<>();
    aliases.keySet().forEach(alias -> histories.put(alias, registry.history(model, alias)));
    if (console.json()) {
      Map<String, Object> view = RegistryView.of(version, names);
      view.put("gate", reports.stream().map(RegistryView::of).toList());
      List<Map<String, Object>> moves = new ArrayList<>();
      histories.forEach(
          (alias, history) ->
              history.forEach(move -> moves.add(RegistryView.of(model, alias, move))));
      view.put("alias_history", moves);
      console.sayJson(view);
    } else {
      tell(console, version, names);
      reports.forEach(report -> tell(console, report));
      tell(console, histories);
    }
    return ExitCode.DONE;
  }

  private static void tell(Console console, ModelVersion version, List<String> aliases) {
    Lineage lineage = version.lineage();
    Table facts = new Table().words("").words("");
    facts.row("version", version.id());
    facts.row("aliases", String.join(", ", aliases));
    facts.row("published", version.publishedAt());
    facts.row(
        "learned from",
        ManifestView.time(lineage.time().from())
            + " to "
            + ManifestView.time(lineage.time().until()));
    facts.row("backups", String.join(", ", lineage.backups()));
    facts.row("code", lineage.code());
    facts.row("trained", "on " + lineage.host() + " in " + Human.duration(lineage.took()));
    lineage.configuration().forEach((name, value) -> facts.row("setting " + name, value));
    version.details().metrics().forEach((name, value) -> facts.row("metric " + name, value));
    version.details().tags().forEach((name, value) -> facts.row("tag " + name, value));
    facts.print(console.out(), false);
    version.details().evaluation().ifPresent(evaluation -> tell(console, evaluation));
    console.say("");
    Table files = new Table().words("FILE").numbers("SIZE").words("SHA-256");
    version
        .files()
        .forEach(file -> files.row(file.name(), Human.bytes(file.size()), file.sha256()));
    files.print(console.out(), true);
  }

  private static void tell(Console console, Evaluation evaluation) {
    console.say("");
    console.say(
        "Hold-out: "
            + ManifestView.time(evaluation.holdout().from())
            + " to "
            + ManifestView.time(evaluation.holdout().until())
            + ", bands for "
            + evaluation.level());
    Table groups =
        new Table()
            .words("GROUP")
            .numbers("SERIES")
            .numbers("OWA")
            .numbers("MASE")
            .numbers("SMAPE")
            .numbers("MSIS")
            .numbers("COVERAGE");
    for (GroupAccuracy group : evaluation.groups()) {
      groups.row(
          group.group(),
          group.series(),
          Human.measure(group.owa()),
          Human.measure(group.mase()),
          Human.measure(group.smape()),
          Human.measure(group.msis()),
          Human.measure(group.coverage()));
    }
    groups.print(console.out(), true);
  }

  private static void tell(Console console, GateReport report) {
    console.say("");
    console.say(
        "Gate: "
            + (report.passes() ? "passed" : "kept back")
            + (report.champion().isPresent()
                ? ", compared with v" + report.champion().getAsInt()
                : ", without a champion"));
    report.reasons().forEach(reason -> console.say("  " + reason));
  }

  private static void tell(Console console, SortedMap<String, List<AliasMove>> histories) {
    if (histories.isEmpty()) {
      return;
    }
    console.say("");
    Table moves =
        new Table().words("ALIAS").words("AT").words("MOVE").words("VERSION").words("BY").words("");
    histories.forEach(
        (alias, history) ->
            history.forEach(
                move ->
                    moves.row(
                        alias,
                        move.at(),
                        move.kind().label(),
                        "v" + move.version(),
                        move.change().actor(),
                        move.change().reason())));
    moves.print(console.out(), true);
  }
}
