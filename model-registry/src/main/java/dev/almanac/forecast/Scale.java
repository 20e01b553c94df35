package dev.almanac.forecast;

/** On which scale a member works: the values as they are, or their logarithm. */
enum Scale {
  LINEAR,
  LOG
}
