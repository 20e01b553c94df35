package dev.almanac.forecast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Learns the members of the ensemble. */
final class Bank {

  /** Parts of a day that a daily profile is averaged over, to each side. */
  private static final int HALF_HOURS = 48;

  private static final int HOURS = 24;

  private final Frame frame;
  private final int day;
  private final int week;
  private final List<Member> members = new ArrayList<>();

  /** Uses the first two seasons that the series holds three times. */
  private Bank(Preparation prepared) {
    frame = prepared.frame();
    int shorter = 0;
    int longer = 0;
    for (int season : prepared.framing().seasons()) {
      if (3L * season <= frame.length()) {
        longer = shorter == 0 ? 0 : season;
        shorter = shorter == 0 ? season : shorter;
      }
    }
    day = shorter;
    week = longer;
  }

  /** Every member that the series is long enough for. */
  static List<Member> all(Preparation prepared) {
    Bank bank = new Bank(prepared);
    for (Scale scale : Scale.values()) {
      Profile flat = Profile.flat(bank.frame, scale);
      bank.recursions(scale, flat);
      bank.profiles(scale, flat);
    }
    return bank.members;
  }

  /** One recursion, learned in a single pass. */
  static Member one(Preparation prepared, Scale scale) {
    Bank bank = new Bank(prepared);
    int[] lags = bank.lags().wide();
    Deviations deviations = bank.deviations(scale, Profile.flat(bank.frame, scale));
    return lags.length == 0
        ? new Naive()
        : deviations.autoregression(
            name("wide", scale), deviations.gram(lags, false), lags, bank.prior(lags));
  }

  /** The last of the longest season, or the last value where there is none. */
  static Member seasonalNaive(Preparation prepared) {
    return new Bank(prepared).seasonalNaive();
  }

  private Member seasonalNaive() {
    int season = Math.max(day, week);
    return season == 0 ? new Naive() : new SeasonalNaive(season);
  }

  private Lags lags() {
    return lags(day, week);
  }

  /** A lag that is hardly ever there teaches nothing. */
  private Lags lags(int shorter, int longer) {
    return new Lags(shorter, longer, frame.length() / 3);
  }

  private Deviations deviations(Scale scale, Profile profile) {
    return new Deviations(frame, scale, profile, 28.0 * Math.max(day, 24));
  }

  private static String name(String name, Scale scale) {
    return scale == Scale.LOG ? name + "-log" : name;
  }

  /** Recursions on the values themselves. */
  private void recursions(Scale scale, Profile flat) {
    Deviations deviations = deviations(scale, flat);
    Lags lags = lags();
    String[] names = {"wide", "product", "early", "recent"};
    learn(scale, deviations, names, lags.wide(), lags.product(), lags.early(), lags.recent());
    learn(scale, deviations, new String[] {"seasons"}, lags.seasons());
  }

  /** What is usual at a time of the day or week, and recursions on what deviates from it. */
  private void profiles(Scale scale, Profile flat) {
    if (day == 0) {
      return;
    }
    Profile daily = Profile.of(frame, scale, flat, day, day / HALF_HOURS);
    Profile broad = Profile.of(frame, scale, flat, day, day / HOURS);
    around("around-day", scale, daily, lags(day, 0));
    around("around-hours", scale, broad, lags(0, 0));
    if (week > 0) {
      around("around-week", scale, Profile.of(frame, scale, flat, week, 0), lags());
    }
    members.add(Autoregression.none(name("profile", scale), scale, daily));
  }

  private void around(String name, Scale scale, Profile profile, Lags lags) {
    int[] set = lags.residual();
    if (set.length > 0) {
      Deviations deviations = deviations(scale, profile);
      Gram gram = deviations.gram(set, true);
      members.add(deviations.autoregression(name(name, scale), gram, set, new double[set.length]));
    }
  }

  /** Recursions that share one pass over the series. */
  private void learn(Scale scale, Deviations deviations, String[] names, int[]... sets) {
    int[] all = Arrays.stream(sets).flatMapToInt(Arrays::stream).sorted().distinct().toArray();
    if (all.length == 0) {
      return;
    }
    Gram gram = deviations.gram(all, true);
    for (int i = 0; i < sets.length; i++) {
      if (sets[i].length > 0) {
        members.add(
            deviations.autoregression(name(names[i], scale), gram, sets[i], prior(sets[i])));
      }
    }
  }

  /**
   * As good a guess as any before the data is seen: half of yesterday and half of last week. The
   * ridge that draws there is so small that it only matters where the data says nothing.
   */
  private double[] prior(int[] lags) {
    double[] prior = new double[lags.length];
    for (int i = 0; i < lags.length; i++) {
      prior[i] = lags[i] == day || lags[i] == week ? week > 0 ? .5 : 1 : 0;
    }
    return prior;
  }
}
