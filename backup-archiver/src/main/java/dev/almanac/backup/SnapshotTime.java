package dev.almanac.backup;

import dev.almanac.catalog.ArchivedBlock;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When a snapshot was taken. */
final class SnapshotTime {

  /** As Prometheus names snapshots: {@code 20261123T230000Z-1f2e3d4c5b6a7988}. */
  private static final Pattern NAME = Pattern.compile("([0-9]{8}T[0-9]{6}Z)-[0-9a-f]+");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssX", Locale.ROOT).withZone(ZoneOffset.UTC);

  private SnapshotTime() {}

  /** From the folder's name where Prometheus gave it, else the end of the newest block. */
  static Instant of(Path snapshot, List<ArchivedBlock> blocks) {
    Path name = snapshot.toAbsolutePath().normalize().getFileName();
    Matcher named = NAME.matcher(name == null ? "" : name.toString());
    if (named.matches()) {
      try {
        return Instant.from(TIME.parse(named.group(1)));
      } catch (DateTimeParseException e) {
        // Digits that are no time: somebody else chose the name.
      }
    }
    long end = blocks.stream().mapToLong(block -> block.timeRange().until()).max().orElse(0);
    return Instant.ofEpochMilli(end);
  }
}
