package dev.almanac.archive;

import dev.almanac.blob.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where rollups lie: {@code rollups/step=1h/day=2026-11-23/0001-0123456789abcdef.parquet}, and
 * under the same name in {@code rollups/series/day=…/} the series that they are of.
 */
public final class RollupLayout {

  /** What all their keys begin with. */
  public static final String FOLDER = ArchiveKind.ROLLUPS.folder() + "/";

  private static final String SERIES = "series";
  private static final String STEP = "step=";
  private static final String SUFFIX = ".parquet";
  private static final int FINGERPRINT_DIGITS = 16;
  private static final int MAX_GENERATION = 9999;

  private static final Pattern KEY =
      Pattern.compile(
          FOLDER
              + "(series|step=(?<step>5m|1h))/day=(?<day>\\d{4}-\\d\\d-\\d\\d)/"
              + "(?<generation>\\d{4})-(?<fingerprint>[0-9a-f]{16})\\"
              + SUFFIX);

  private RollupLayout() {}

  /**
   * A rollup's name within the folder of a day.
   *
   * @param generation counts how often the day was rolled up anew, from 1; the highest is good
   * @param fingerprint of the files that it was made of
   */
  public record Name(int generation, String fingerprint) implements Comparable<Name> {

    public Name {
      if (generation < 1 || generation > MAX_GENERATION) {
        throw new IllegalArgumentException(
            "a day is rolled up 1 to " + MAX_GENERATION + " times, not " + generation);
      }
    }

    String file() {
      return String.format(Locale.ROOT, "%04d-%s", generation, fingerprint) + SUFFIX;
    }

    @Override
    public int compareTo(Name other) {
      return file().compareTo(other.file());
    }
  }

  /**
   * What a key of the folder tells.
   *
   * @param step empty for the list of series
   * @param day counted from 1970-01-01
   */
  public record Place(Optional<RollupStep> step, long day, Name name) {

    public String key() {
      return FOLDER
          + step.map(known -> STEP + known.spelling()).orElse(SERIES)
          + "/day="
          + ArchiveLayout.dayName(day)
          + "/"
          + name.file();
    }
  }

  /** The place that a key stands for, or empty where it is no rollup's. */
  public static Optional<Place> placeOf(String key) {
    Matcher parts = KEY.matcher(key);
    if (!parts.matches()) {
      return Optional.empty();
    }
    Optional<RollupStep> step =
        Optional.ofNullable(parts.group("step")).flatMap(RollupStep::spelled);
    try {
      return Optional.of(
          new Place(
              step,
              ArchiveLayout.dayNamed(parts.group("day")),
              new Name(Integer.parseInt(parts.group("generation")), parts.group("fingerprint"))));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // a day or a generation that there is not
    }
  }

  /**
   * What a rollup of these files carries in its name. Files never change, so their names stand for
   * what is in them.
   *
   * @param sampleFiles the names, without folders, of the files of samples that a day shows
   */
  public static String fingerprint(Collection<String> sampleFiles) {
    String names = String.join("\n", sampleFiles.stream().sorted().toList());
    return Sha256.of(names.getBytes(StandardCharsets.UTF_8)).substring(0, FINGERPRINT_DIGITS);
  }
}
