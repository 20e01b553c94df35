package dev.almanac.flink.replay;

import java.io.Serializable;
import java.util.List;

/**
 * Which models were in use at which time, so that nothing is expected of the past that nobody knew
 * then.
 *
 * @param uses in order of time; before the first there was no model
 */
public record PastModels(List<Use> uses) implements Serializable {

  /** No models: everything is judged by its own recent past. */
  public static final PastModels NONE = new PastModels(List.of());

  /**
   * A version in use, until the next one begins.
   *
   * @param from since when, in milliseconds since 1970
   * @param version its number; 0 for none
   * @param folder with its files of models; every worker has to reach it
   * @param known the end of the newest backup then, whose samples its forecasts follow
   */
  public record Use(long from, int version, String folder, long known) implements Serializable {}

  public PastModels {
    uses = List.copyOf(uses);
  }

  /** The place of the use at a time; -1 for none. */
  int at(long time) {
    int place = uses.size() - 1;
    while (place >= 0 && (uses.get(place).from() > time)) {
      place--;
    }
    return place;
  }

  /** When that use ends; the greatest long for the last one. */
  long end(int place) {
    return place + 1 < uses.size() ? uses.get(place + 1).from() : Long.MAX_VALUE;
  }
}
