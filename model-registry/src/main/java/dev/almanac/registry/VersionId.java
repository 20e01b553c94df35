package dev.almanac.registry;

import java.io.Serializable;
import java.util.Comparator;

/**
 * Which version of which model.
 *
 * @param model its name
 * @param number from 1; never used again, whatever becomes of the version
 */
public record VersionId(String model, int number) implements Serializable, Comparable<VersionId> {

  static final int HIGHEST = 99_999_999;

  private static final Comparator<VersionId> ORDER =
      Comparator.comparing(VersionId::model).thenComparing(VersionId::number);

  public VersionId {
    Names.model(model);
    if (number < 1 || number > HIGHEST) {
      throw new IllegalArgumentException("versions are numbered from 1, found " + number);
    }
  }

  @Override
  public int compareTo(VersionId other) {
    return ORDER.compare(this, other);
  }

  /** As people name it: {@code demand v3}. */
  @Override
  public String toString() {
    return model + " v" + number;
  }
}
