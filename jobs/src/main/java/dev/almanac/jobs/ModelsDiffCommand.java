package dev.almanac.jobs;

import dev.almanac.registry.ModelRegistry;
import dev.almanac.registry.ModelVersion;
import dev.almanac.registry.VersionDiff;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code almanac models diff}: what differs between two versions. */
@Command(
    name = "diff",
    description = {
      "Shows what differs between two versions of a model.",
      "Lineage, configuration, accuracy per group of series, metrics, tags and files.",
      ""
    })
final class ModelsDiffCommand extends ModelsVerb {

  @Parameters(index = "0", paramLabel = "MODEL", description = "The model's name.")
  private String wanted;

  @Parameters(
      index = "1",
      paramLabel = "BEFORE",
      defaultValue = ModelRegistry.CHAMPION,
      description = "A number (3), an alias, or latest. Default: champion.")
  private String before;

  @Parameters(
      index = "2",
      paramLabel = "AFTER",
      defaultValue = "latest",
      description = "The same. Default: latest.")
  private String after;

  @Override
  ExitCode run(ModelRegistry registry, Console console) {
    String model = model(wanted);
    ModelVersion first = registry.resolve(model, before);
    ModelVersion second = registry.resolve(model, after);
    List<VersionDiff.Difference> differences = VersionDiff.between(first, second);
    if (console.json()) {
      Map<String, Object> view = new LinkedHashMap<>();
      view.put("model", model);
      view.put("before", first.number());
      view.put("after", second.number());
      view.put("differences", differences.stream().map(ModelsDiffCommand::view).toList());
      console.sayJson(view);
    } else if (differences.isEmpty()) {
      console.say(first.id() + " and v" + second.number() + " are the same in all that is known");
    } else {
      table(first, second, differences).print(console.out(), true);
    }
    return ExitCode.DONE;
  }

  private static Map<String, Object> view(VersionDiff.Difference difference) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("section", difference.section());
    view.put("name", difference.name());
    view.put("before", difference.before());
    view.put("after", difference.after());
    return view;
  }

  private static Table table(
      ModelVersion first, ModelVersion second, List<VersionDiff.Difference> differences) {
    Table table =
        new Table()
            .words("SECTION")
            .words("NAME")
            .numbers("V" + first.number())
            .numbers("V" + second.number())
            .numbers("CHANGE");
    for (VersionDiff.Difference difference : differences) {
      table.row(
          difference.section(),
          difference.name(),
          shown(difference.section(), difference.before()),
          shown(difference.section(), difference.after()),
          change(difference.before(), difference.after()));
    }
    return table;
  }

  /** Digests by their first digits, measures with four. */
  private static String shown(String section, Object value) {
    if (value == null) {
      return "-";
    }
    if (section.equals("files")) {
      return value.toString().substring(0, 12);
    }
    return value instanceof Double measure ? Human.measure(measure) : value.toString();
  }

  /** In percent of what it was. */
  private static String change(Object before, Object after) {
    if (before instanceof Number was && after instanceof Number is && was.doubleValue() != 0) {
      double percent = 100 * (is.doubleValue() / was.doubleValue() - 1);
      return String.format(Locale.ROOT, "%+.1f %%", percent);
    }
    return "";
  }
}
