package dev.almanac.gateway;

import dev.almanac.archive.RollupNumber;
import dev.almanac.archive.RollupStep;
import dev.almanac.prometheus.MalformedRequestException;
import dev.almanac.series.Matcher;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Rollups as series of their own: the number of each step that a query names by {@code
 * aggregate="max"}. They carry that label, and the step as {@code rollup="1h"}, so that nobody
 * takes them for samples.
 */
final class RolledUp {

  private static final String STEP = "rollup";
  private static final String NUMBER = "aggregate";

  private RolledUp() {}

  /**
   * What a query asks for.
   *
   * @throws MalformedRequestException where it does not name one number
   */
  static RolledSlice.Kind asked(RollupStep step, List<Matcher> matchers) {
    List<String> named =
        matchers.stream()
            .filter(matcher -> matcher.name().equals(NUMBER))
            .filter(matcher -> matcher.type() == Matcher.Type.EQ)
            .map(Matcher::value)
            .distinct()
            .toList();
    if (named.size() == 1 && RollupNumber.spelled(named.get(0)).isPresent()) {
      return new RolledSlice.Kind(step, RollupNumber.spelled(named.get(0)).get());
    }
    throw new MalformedRequestException(
        "a selector of rollups that names one of them, %s=\"max\", of %s"
            .formatted(
                NUMBER,
                Arrays.stream(RollupNumber.values())
                    .map(RollupNumber::spelling)
                    .collect(Collectors.joining(", "))),
        named.isEmpty() ? "none" : String.join(", ", named),
        null);
  }

  /** The labels that its series get. */
  static ExternalLabels labels(RolledSlice.Kind kind) {
    return new ExternalLabels(
        Map.of(STEP, kind.step().spelling(), NUMBER, kind.number().spelling()));
  }
}
