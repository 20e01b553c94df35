package dev.almanac.registry;

import dev.almanac.blob.Sha256;
import dev.almanac.catalog.BackupId;
import dev.almanac.series.TimeRange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a version was made of, so that it can be made again.
 *
 * @param backups the ids of the backups whose data was read
 * @param time which time was learned from
 * @param configuration every setting of the training by its name
 * @param code the program and its version
 * @param host where it was trained
 * @param took how long the training took; to the millisecond
 */
public record Lineage(
    List<String> backups,
    TimeRange time,
    SortedMap<String, String> configuration,
    String code,
    String host,
    Duration took) {

  public Lineage {
    backups = List.copyOf(backups);
    for (String backup : backups) {
      if (!BackupId.isValid(backup)) {
        throw new IllegalArgumentException("not a backup id: " + backup);
      }
    }
    configuration = Collections.unmodifiableSortedMap(new TreeMap<>(configuration));
    if (took.isNegative()) {
      throw new IllegalArgumentException("the training took a negative time: " + took);
    }
    took = Duration.ofMillis(took.toMillis());
  }

  /**
   * The SHA-256 of the configuration, in lower-case hexadecimal: of each name and each value in
   * UTF-8, each followed by a zero byte, in order of names.
   */
  public String configurationSha256() {
    MessageDigest digest = Sha256.digest();
    for (Map.Entry<String, String> setting : configuration.entrySet()) {
      for (String text : List.of(setting.getKey(), setting.getValue())) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
      }
    }
    return Sha256.hex(digest);
  }
}
