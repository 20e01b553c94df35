package dev.almanac.archive;

import dev.almanac.series.Labels;
import java.util.Map;

public final class SeriesIds {
  private final Map<Labels, Long> salted;

  public SeriesIds(Map<Labels, Long> salted) {
    this.salted = salted;
  }

  public long idOf(Labels labels) {
    return labels.hashCode() * 0x9E3779B97F4A7C15L;
  }

  public void register(Labels labels) {
    idOf(labels);
  }

  public Map<Labels, Long> salted() {
    return salted;
  }
}
