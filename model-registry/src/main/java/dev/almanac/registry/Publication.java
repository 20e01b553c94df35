package dev.almanac.registry;

import java.io.Serializable;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A version on its way: under its id the files are stored, long before the version has a number. It
 * may travel to other processes, which store files of the same version.
 *
 * @param model the model's name
 * @param id when it began, and what tells it from every other: {@code
 *     20261123T231500Z-9f2c1a7b30d54e66}
 */
public record Publication(String model, String id) implements Serializable {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT);
  private static final Pattern ID = Pattern.compile("[0-9]{8}T[0-9]{6}Z-[0-9a-f]{16}");

  public Publication {
    Names.model(model);
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("not the id of a publication: " + id);
    }
  }

  /** A new one, of which nothing is stored yet. */
  public static Publication begin(String model, Instant now) {
    long random = UUID.randomUUID().getLeastSignificantBits();
    String time = TIME.format(now.atOffset(ZoneOffset.UTC));
    return new Publication(model, String.format(Locale.ROOT, "%s-%016x", time, random));
  }

  /** When it began, by the clock of the host that began it; to the second. */
  Instant begun() {
    try {
      return LocalDateTime.parse(id.substring(0, id.indexOf('-')), TIME).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("not the id of a publication: " + id, e);
    }
  }
}
