package dev.almanac.forecast;

import java.util.List;

/**
 * What members would have forecast from past origins, each seeing only what was before it, beside
 * what came then. Their coefficients are those learned from everything: learning them anew for each
 * origin costs much and changes weights and bands little, as {@link Calibration} allows for.
 */
final class Rolling {

  /** Origins lie within so many horizons of the end, */
  private static final int HORIZONS = 20;

  /** or so many of the longest season, if that is more, */
  private static final int SEASONS = 7;

  /** but never in the first part of the series. */
  private static final double PART = .7;

  private final Frame frame;
  private final int horizon;
  private final int[] origins;

  /** By origin, member and step. */
  private final double[][][] paths;

  private Rolling(Frame frame, int horizon, int[] origins, double[][][] paths) {
    this.frame = frame;
    this.horizon = horizon;
    this.origins = origins;
    this.paths = paths;
  }

  /**
   * Forecasts from origins of late.
   *
   * @param most how many origins at most
   */
  static Rolling over(Preparation prepared, List<Member> members, int horizon, int most) {
    return over(
        prepared, members, horizon, origins(prepared, horizon, most, recent(prepared, horizon)));
  }

  /** Forecasts from origins of the last week at least. */
  static Rolling overAWeek(Preparation prepared, List<Member> members, int horizon, int most) {
    long span = Math.max(week(prepared), recent(prepared, horizon));
    return over(prepared, members, horizon, origins(prepared, horizon, most, span));
  }

  /** Whether so many horizons are less than a week, which says little of rare days. */
  static boolean isBrief(Preparation prepared, int horizon) {
    return (long) HORIZONS * horizon < week(prepared);
  }

  private static long week(Preparation prepared) {
    return 7L * prepared.framing().civil().stepsPerDay();
  }

  private static long recent(Preparation prepared, int horizon) {
    List<Integer> seasons = prepared.framing().seasons();
    long longest = seasons.isEmpty() ? 1 : seasons.get(seasons.size() - 1);
    return Math.max((long) HORIZONS * horizon, SEASONS * longest);
  }

  private static Rolling over(
      Preparation prepared, List<Member> members, int horizon, int[] origins) {
    Frame frame = prepared.frame();
    double unit = prepared.framing().unit();
    double[][][] paths = new double[origins.length][members.size()][];
    for (int m = 0; m < members.size(); m++) {
      Member.Path path = members.get(m).over(frame);
      for (int o = 0; o < origins.length; o++) {
        double[] out = new double[Math.min(horizon, frame.length() - origins[o])];
        path.from(origins[o], out.length, out);
        for (int h = 0; h < out.length; h++) {
          out[h] = Math.min(prepared.highest() / unit, Math.max(prepared.lowest() / unit, out[h]));
        }
        paths[o][m] = out;
      }
    }
    return new Rolling(frame, horizon, origins, paths);
  }

  private static int[] origins(Preparation prepared, int horizon, int most, long span) {
    int length = prepared.frame().length();
    int first = (int) Math.max(length - span, Math.round((1 - PART) * length));
    first = Math.min(length - 1, Math.max(1, first));
    // The last origins still see half of a horizon.
    int last = Math.max(first, length - Math.max(1, horizon / 2));
    int count = Math.min(most, last - first + 1);
    int[] origins = new int[count];
    for (int o = 0; o < count; o++) {
      origins[o] = count == 1 ? last : first + (int) ((long) (last - first) * o / (count - 1));
    }
    return origins;
  }

  /** The same with some of the members only. */
  Rolling only(List<Integer> members) {
    double[][][] some = new double[paths.length][members.size()][];
    for (int o = 0; o < paths.length; o++) {
      for (int m = 0; m < members.size(); m++) {
        some[o][m] = paths[o][members.get(m)];
      }
    }
    return new Rolling(frame, horizon, origins, some);
  }

  /** How many horizons lie between the first origin and the end. */
  double horizons() {
    return (double) (frame.length() - origins[0]) / horizon;
  }

  int origins() {
    return origins.length;
  }

  /** Number by {@link CivilTime} of the first step that was forecast from an origin. */
  long number(int origin) {
    return frame.number(origins[origin]);
  }

  /** The sum of absolute errors of each member. */
  double[] errors() {
    double[] values = frame.values(Scale.LINEAR);
    double[] sums = new double[paths[0].length];
    for (int o = 0; o < origins.length; o++) {
      for (int m = 0; m < sums.length; m++) {
        double[] path = paths[o][m];
        for (int h = 0; h < path.length; h++) {
          int at = origins[o] + h;
          sums[m] += frame.known(at) ? Math.abs(path[h] - values[at]) : 0;
        }
      }
    }
    return sums;
  }

  /** How much a combination's forecasts were too low: by step and origin, NaN where not known. */
  double[][] errors(Combination combination) {
    double[] values = frame.values(Scale.LINEAR);
    double[][] errors = new double[horizon][origins.length];
    double[] out = new double[horizon];
    for (int o = 0; o < origins.length; o++) {
      int reach = paths[o][0].length;
      combination.combine(paths[o], reach, out);
      for (int h = 0; h < horizon; h++) {
        int at = origins[o] + h;
        errors[h][o] = h < reach && frame.known(at) ? values[at] - out[h] : Double.NaN;
      }
    }
    return errors;
  }
}
