package dev.almanac.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;

/**
 * Decides whether a challenger becomes champion, by how well both forecast the same hold-out.
 *
 * <p>With a champion: in every group of series that the champion forecasts, and over all of these,
 * the challenger is no worse by error, interval score and coverage, within the tolerances of the
 * {@link GateRule}; and it forecasts nearly as many series. Groups that only the challenger
 * forecasts have to be no worse than the seasonal naive, within the tolerance for errors.
 *
 * <p>Without a champion, or where it forecasts nothing of the hold-out: over all series, the
 * challenger's error is below the seasonal naive's, an OWA below 1.
 *
 * <p>The error is the OWA, or the sMAPE where the champion's OWA is not defined. What is not
 * defined for the champion is not compared; what is not defined for the challenger alone does not
 * pass. A challenger that forecasts nothing never passes.
 */
public final class Gate {

  private static final double SEASONAL_NAIVE = 1;

  private final GateRule rule;

  public Gate(GateRule rule) {
    this.rule = rule;
  }

  /**
   * Judges a challenger where there is no champion.
   *
   * @param challenger how well it forecast the hold-out
   */
  public GateReport judge(Evaluation challenger) {
    return judge(challenger, OptionalInt.empty(), Optional.empty());
  }

  /**
   * Judges a challenger.
   *
   * @param challenger how well it forecast the hold-out
   * @param champion the number of the version it is compared with
   * @param championOnTheSame how well that one forecast the same hold-out
   * @throws IllegalArgumentException where the two were not evaluated on the same hold-out with
   *     bands of the same level
   */
  public GateReport judge(Evaluation challenger, int champion, Evaluation championOnTheSame) {
    if (!challenger.holdout().equals(championOnTheSame.holdout())
        || challenger.level() != championOnTheSame.level()) {
      throw new IllegalArgumentException(
          "champion and challenger are compared on the same hold-out with bands of the same level; found %s at %s and %s at %s"
              .formatted(
                  championOnTheSame.holdout(),
                  championOnTheSame.level(),
                  challenger.holdout(),
                  challenger.level()));
    }
    return judge(challenger, OptionalInt.of(champion), Optional.of(championOnTheSame));
  }

  private GateReport judge(
      Evaluation challenger, OptionalInt number, Optional<Evaluation> champion) {
    List<GateCheck> checks = new ArrayList<>();
    if (champion.isEmpty() || champion.get().series() == 0) {
      double owa = challenger.mean(GroupAccuracy::owa);
      checks.add(
          new GateCheck(
              GateCheck.ALL, "owa", Double.NaN, owa, SEASONAL_NAIVE, owa < SEASONAL_NAIVE));
    } else {
      compareAll(champion.get(), challenger, checks);
      for (GroupAccuracy group : challenger.groups()) {
        Optional<GroupAccuracy> before =
            champion.get().group(group.group()).filter(known -> known.series() > 0);
        if (before.isEmpty() && group.series() > 0 && !Double.isNaN(group.owa())) {
          double limit = worse(SEASONAL_NAIVE, rule.error());
          checks.add(GateCheck.of(group.group(), "owa", Double.NaN, group.owa(), limit));
        }
      }
    }
    return new GateReport(number, challenger.holdout(), rule, checks, reasons(challenger, checks));
  }

  private void compareAll(Evaluation champion, Evaluation challenger, List<GateCheck> checks) {
    List<GroupAccuracy> known =
        champion.groups().stream().filter(group -> group.series() > 0).toList();
    for (GroupAccuracy group : known) {
      Optional<GroupAccuracy> same = challenger.group(group.group());
      double series = same.map(GroupAccuracy::series).orElse(0);
      checks.add(
          GateCheck.of(
              group.group(), "series", group.series(), series, group.series() * rule.series()));
      same.filter(present -> present.series() > 0)
          .ifPresent(present -> compare(group, present, champion.level(), checks));
    }
    overall("owa", GroupAccuracy::owa, known, challenger, checks);
    overall("msis", GroupAccuracy::msis, known, challenger, checks);
  }

  private void compare(
      GroupAccuracy champion, GroupAccuracy challenger, double level, List<GateCheck> checks) {
    String group = champion.group();
    if (Double.isNaN(champion.owa())) {
      bounded(group, "smape", champion.smape(), challenger.smape(), rule.error(), checks);
    } else {
      bounded(group, "owa", champion.owa(), challenger.owa(), rule.error(), checks);
    }
    bounded(group, "msis", champion.msis(), challenger.msis(), rule.interval(), checks);
    double before = Math.abs(champion.coverage() - level);
    if (!Double.isNaN(before)) {
      double now = Math.abs(challenger.coverage() - level);
      double limit = before + rule.coverage();
      checks.add(GateCheck.of(group, "coverage_error", before, now, limit));
    }
  }

  /** The means over the series of those groups that both forecast. */
  private void overall(
      String measure,
      ToDoubleFunction<GroupAccuracy> value,
      List<GroupAccuracy> known,
      Evaluation challenger,
      List<GateCheck> checks) {
    double champions = 0;
    double challengers = 0;
    long series = 0;
    for (GroupAccuracy group : known) {
      double before = value.applyAsDouble(group);
      double now = challenger.group(group.group()).map(value::applyAsDouble).orElse(Double.NaN);
      if (!Double.isNaN(before) && !Double.isNaN(now)) {
        champions += before * group.series();
        challengers += now * group.series();
        series += group.series();
      }
    }
    if (series > 0) {
      bounded(
          GateCheck.ALL, measure, champions / series, challengers / series, rule.overall(), checks);
    }
  }

  private static void bounded(
      String group,
      String measure,
      double champion,
      double challenger,
      double tolerance,
      List<GateCheck> checks) {
    if (!Double.isNaN(champion)) {
      checks.add(GateCheck.of(group, measure, champion, challenger, worse(champion, tolerance)));
    }
  }

  private static double worse(double value, double tolerance) {
    return value * (1 + tolerance);
  }

  private static List<String> reasons(Evaluation challenger, List<GateCheck> checks) {
    List<String> reasons = new ArrayList<>();
    if (challenger.series() == 0) {
      reasons.add("the challenger forecasts no series of the hold-out");
    }
    checks.stream().filter(check -> !check.passes()).map(Gate::reason).forEach(reasons::add);
    return reasons;
  }

  private static String reason(GateCheck check) {
    String where =
        check.group().equals(GateCheck.ALL) ? "over all series" : "in group " + check.group();
    if (check.measure().equals("series")) {
      return String.format(
          Locale.ROOT,
          "%s the challenger forecasts %.0f series, the champion %.0f; %.1f pass",
          where,
          check.challenger(),
          check.champion(),
          check.limit());
    }
    String challenger =
        Double.isNaN(check.challenger())
            ? "is not defined"
            : String.format(Locale.ROOT, "is %.4f", check.challenger());
    String other =
        Double.isNaN(check.champion())
            ? "the seasonal naive's 1"
            : String.format(Locale.ROOT, "the champion's %.4f", check.champion());
    return String.format(
        Locale.ROOT,
        "%s the challenger's %s %s, %s; up to %.4f passes",
        where,
        check.measure(),
        challenger,
        other,
        check.limit());
  }
}
