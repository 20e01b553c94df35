package dev.almanac.episode;

import java.util.OptionalDouble;

/**
 * What was known when an episode was worst. Nothing is there of what was not kept: bands can be
 * switched off, and samples deleted.
 *
 * @param value what the series was; of a counter its rate per second
 * @param expected what was expected
 * @param lower a lower value would have scored above 1
 * @param upper a higher value would have scored above 1
 */
public record Peak(
    OptionalDouble value, OptionalDouble expected, OptionalDouble lower, OptionalDouble upper) {}
