package dev.almanac.series;

/** What a histogram chunk's header says of counter resets; ordinals are the two bits on disk. */
public enum CounterReset {
  UNKNOWN,
  NOT_RESET,
  RESET,
  GAUGE
}
