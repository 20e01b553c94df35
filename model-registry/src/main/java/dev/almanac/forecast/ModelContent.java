package dev.almanac.forecast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What a model has learned, in the unit of its series, for people to look at. Times of the day and
 * the week are those of the zone that the model was learned for.
 *
 * @param step milliseconds of a step
 * @param members the forecasters whose weighted median the model is
 * @param errors how far off it was on its past: a value for each horizon and level
 * @param rhythm by how much errors are larger at each step of the day than on the whole; one value
 *     of one where there is no day
 */
public record ModelContent(
    long step, List<Part> members, List<ErrorQuantile> errors, List<Double> rhythm) {

  public ModelContent {
    members = List.copyOf(members);
    errors = List.copyOf(errors);
    rhythm = List.copyOf(rhythm);
  }

  /**
   * A member of the ensemble.
   *
   * @param scale {@code linear} or {@code log}: where it adds what it adds
   * @param weight its share in the median; those of all members sum up to one
   * @param reach how many steps it looks back
   * @param profile what it takes for usual at each step of its season, the first being midnight of
   *     a day, and of a week Thursday's; empty for a member without a season of its own
   */
  public record Part(String name, String scale, double weight, int reach, List<Double> profile) {

    public Part {
      profile = List.copyOf(profile);
    }
  }

  /**
   * What errors did not exceed.
   *
   * @param ahead how many steps ahead was forecast
   * @param level with which probability
   * @param error measured less forecast
   */
  public record ErrorQuantile(int ahead, double level, double error) {}

  /** Looks into a model. */
  public static ModelContent of(SeriesModel model) {
    Framing framing = model.framing();
    Bands bands = model.bands();
    List<Double> rhythm = new ArrayList<>();
    for (float wider : bands.rhythm()) {
      rhythm.add((double) wider);
    }
    return new ModelContent(model.step(), members(model), errors(bands, framing.unit()), rhythm);
  }

  private static List<Part> members(SeriesModel model) {
    double[] weights = model.weights();
    double sum = Arrays.stream(weights).sum();
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < weights.length; i++) {
      Member member = model.parts().get(i);
      Scale scale = member instanceof Autoregression recursion ? recursion.scale() : Scale.LINEAR;
      parts.add(
          new Part(
              member.name(),
              scale.name().toLowerCase(Locale.ROOT),
              weights[i] / sum,
              member.memory(),
              profile(member, model)));
    }
    return parts;
  }

  private static List<Double> profile(Member member, SeriesModel model) {
    List<Double> usual = new ArrayList<>();
    if (member instanceof Autoregression recursion && recursion.profile().season() > 1) {
      Framing framing = model.framing();
      Frame none = new Frame(new double[0], new boolean[0], 0, framing.shift());
      for (int phase = 0; phase < recursion.profile().season(); phase++) {
        double value = recursion.profile().at(phase);
        double linear = recursion.scale() == Scale.LINEAR ? value : none.fromLog(value);
        usual.add(Math.min(model.highest(), Math.max(model.lowest(), linear * framing.unit())));
      }
    }
    return usual;
  }

  private static List<ErrorQuantile> errors(Bands bands, double unit) {
    double[] levels = QuantileCurve.levels();
    double[] units = bands.curve().units();
    List<ErrorQuantile> errors = new ArrayList<>();
    for (int ahead : bands.horizons()) {
      for (int i = 0; i < levels.length; i++) {
        errors.add(new ErrorQuantile(ahead, levels[i], units[i] * bands.at(ahead) * unit));
      }
    }
    return errors;
  }
}
