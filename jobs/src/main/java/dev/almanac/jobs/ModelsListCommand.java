package dev.almanac.jobs;

import dev.almanac.registry.AliasMove;
import dev.almanac.registry.Evaluation;
import dev.almanac.registry.GroupAccuracy;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.registry.ModelVersion;
import dev.almanac.registry.view.RegistryView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code almanac models list}: the versions there are. */
@Command(
    name = "list",
    description = {"Lists the versions of all models, or of one, oldest first.", ""})
final class ModelsListCommand extends ModelsVerb {

  @Parameters(paramLabel = "MODEL", arity = "0..1", description = "Only the versions of this one.")
  private String wanted;

  @Override
  ExitCode run(ModelRegistry registry, Console console) {
    Collection<String> models = wanted == null ? registry.models() : List.of(model(wanted));
    List<Map<String, Object>> views = new ArrayList<>();
    Table table = headings();
    for (String model : models) {
      Map<String, AliasMove> aliases = registry.aliases(model);
      for (ModelVersion version : registry.versions(model)) {
        List<String> names = aliasesOf(version, aliases);
        views.add(RegistryView.of(version, names));
        row(table, version, names);
      }
    }
    if (console.json()) {
      console.sayJson(views);
    } else if (views.isEmpty()) {
      console.note(
          "almanac: there is no model " + (wanted == null ? "" : wanted + " ") + "in " + place());
    } else {
      table.print(console.out(), true);
    }
    return ExitCode.DONE;
  }

  /** The aliases that name a version now. */
  static List<String> aliasesOf(ModelVersion version, Map<String, AliasMove> aliases) {
    return aliases.entrySet().stream()
        .filter(alias -> alias.getValue().version() == version.number())
        .map(Map.Entry::getKey)
        .toList();
  }

  private static Table headings() {
    return new Table()
        .words("MODEL")
        .numbers("VERSION")
        .words("ALIASES")
        .words("PUBLISHED")
        .numbers("SERIES")
        .numbers("OWA")
        .numbers("MASE")
        .numbers("MSIS")
        .numbers("COVERAGE")
        .numbers("SIZE")
        .words("CODE");
  }

  private static void row(Table table, ModelVersion version, List<String> aliases) {
    Optional<Evaluation> evaluation = version.details().evaluation();
    table.row(
        version.model(),
        version.number(),
        String.join(", ", aliases),
        version.publishedAt().toString().substring(0, 16).replace('T', ' '),
        evaluation.map(all -> Human.count(all.series())).orElse(""),
        mean(evaluation, GroupAccuracy::owa),
        mean(evaluation, GroupAccuracy::mase),
        mean(evaluation, GroupAccuracy::msis),
        mean(evaluation, GroupAccuracy::coverage),
        Human.bytes(version.size()),
        version.lineage().code());
  }

  private static String mean(
      Optional<Evaluation> evaluation, ToDoubleFunction<GroupAccuracy> measure) {
    return evaluation.map(all -> Human.measure(all.mean(measure))).orElse("");
  }
}
