package dev.almanac.registry;

import dev.almanac.series.TimeRange;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * How well a model forecast a time that it had not seen, by groups of series.
 *
 * @param holdout that time
 * @param level which part of the values the bands are to hold, above 0 and below 1: 0.95
 * @param groups in order of names, each once
 */
public record Evaluation(TimeRange holdout, double level, List<GroupAccuracy> groups) {

  public Evaluation {
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException("the level of bands lies between 0 and 1, found " + level);
    }
    groups = groups.stream().sorted(Comparator.comparing(GroupAccuracy::group)).toList();
    for (int i = 1; i < groups.size(); i++) {
      if (groups.get(i).group().equals(groups.get(i - 1).group())) {
        throw new IllegalArgumentException("a group is listed twice: " + groups.get(i).group());
      }
    }
  }

  public Optional<GroupAccuracy> group(String name) {
    return groups.stream().filter(group -> group.group().equals(name)).findFirst();
  }

  /** How many series were forecast. */
  public long series() {
    return groups.stream().mapToLong(GroupAccuracy::series).sum();
  }

  /**
   * The mean of a measure over all series: of the groups that have it, each by its number of
   * series; {@link Double#NaN} where none has.
   */
  public double mean(ToDoubleFunction<GroupAccuracy> measure) {
    double sum = 0;
    long series = 0;
    for (GroupAccuracy group : groups) {
      double value = measure.applyAsDouble(group);
      if (!Double.isNaN(value) && group.series() > 0) {
        sum += value * group.series();
        series += group.series();
      }
    }
    return series == 0 ? Double.NaN : sum / series;
  }
}
