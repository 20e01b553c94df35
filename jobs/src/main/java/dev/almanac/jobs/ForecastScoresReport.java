package dev.almanac.jobs;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What {@code bench forecast} answers.
 *
 * @param competition whether the hold-outs are a series each, to be measured as in M4
 * @param seconds how long it took
 */
record ForecastScoresReport(ForecastScoresByKind scores, boolean competition, double seconds) {

  void print(Console console) {
    if (console.json()) {
      console.sayJson(json());
    } else {
      table().print(console.out(), false);
      console.out().println();
      kinds().print(console.out(), true);
    }
  }

  private Table table() {
    ForecastScores all = scores.all();
    Table table = new Table().words("").numbers("");
    table.row(competition ? "series" : "hold-outs", all.holdOuts());
    table.row("skipped", all.skipped());
    table.row("sMAPE", decimals(all.smape()));
    table.row("MASE", decimals(all.mase()));
    if (competition) {
      table.row("OWA", decimals(all.owa()));
    } else {
      table.row("relative error", decimals(all.relativeError()));
    }
    table.row("MSIS", decimals(all.msis()));
    table.row("pinball", decimals(all.pinball()));
    all.coverage()
        .forEach((nominal, part) -> table.row("within " + nominal + " %", decimals(100 * part)));
    table.row("seconds", decimals(seconds));
    return table;
  }

  private Table kinds() {
    Table table =
        new Table()
            .words("kind")
            .numbers(competition ? "series" : "hold-outs")
            .numbers("MASE")
            .numbers("within 80 %")
            .numbers("95 %")
            .numbers("99 %");
    scores
        .byKind()
        .forEach(
            (kind, of) ->
                table.row(
                    kind,
                    of.holdOuts(),
                    decimals(of.mase()),
                    decimals(100 * of.coverage().get("80")),
                    decimals(100 * of.coverage().get("95")),
                    decimals(100 * of.coverage().get("99"))));
    return table;
  }

  private Map<String, Object> json() {
    ForecastScores all = scores.all();
    Map<String, Object> view = new LinkedHashMap<>();
    view.put(competition ? "series" : "hold_outs", all.holdOuts());
    view.put("skipped", all.skipped());
    view.put("smape", all.smape());
    view.put("mase", all.mase());
    if (competition) {
      view.put("owa", all.owa());
      view.put("naive2", Map.of("smape", all.naiveSmape(), "mase", all.naiveMase()));
    } else {
      view.put("relative_error", all.relativeError());
    }
    view.put("msis", all.msis());
    view.put("pinball", all.pinball());
    view.put("coverage", all.coverage());
    view.put("seconds", seconds);
    Map<String, Object> kinds = new LinkedHashMap<>();
    scores.byKind().forEach((kind, of) -> kinds.put(kind, json(of)));
    view.put("kinds", kinds);
    return view;
  }

  private Map<String, Object> json(ForecastScores kind) {
    return Map.of(
        competition ? "series" : "hold_outs",
        kind.holdOuts(),
        "mase",
        kind.mase(),
        "coverage",
        kind.coverage());
  }

  private static String decimals(double number) {
    return String.format(Locale.ROOT, "%.3f", number);
  }
}
