package dev.almanac.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrillLogTest {

  private static final String BACKUP = "20261123T230000Z-3f9c21ab";
  private static final String OTHER = "20261124T230000Z-aaaaaaaa";
  private static final Instant NIGHT = Instant.parse("2026-11-24T06:03:12.345Z");

  @TempDir private Path root;
  private BlobStore store;
  private DrillLog log;

  @BeforeEach
  void open() {
    store = BlobStores.open(root.toString());
    log = new DrillLog(store);
  }

  private static DrillRecord drill(String backup, Instant at, String... differences) {
    return DrillRecord.of(backup, at, Duration.ofSeconds(192), 1000, true, List.of(differences));
  }

  @Test
  void keepsWhatEachDrillFound() {
    DrillRecord failed = drill(BACKUP, NIGHT, "a file is missing");
    DrillRecord passed = drill(BACKUP, NIGHT.plus(Duration.ofDays(1)));
    log.append(failed);
    log.append(passed);
    log.append(drill(OTHER, NIGHT));

    assertThat(log.of(BACKUP)).containsExactly(failed, passed);
    assertThat(log.of("20261125T230000Z-bbbbbbbb")).isEmpty();
    assertThat(log.newestKeys()).containsOnlyKeys(BACKUP, OTHER);
    assertThat(log.find(log.newestKeys().get(BACKUP))).contains(passed);
  }

  @Test
  void tellsTwoDrillsApartThatEndInTheSameMillisecond() {
    log.append(drill(BACKUP, NIGHT.plusNanos(1)));

    DrillRecord second = log.append(drill(BACKUP, NIGHT.plusNanos(2)));

    assertThat(second.at()).isEqualTo(NIGHT.plusMillis(1));
    assertThat(log.of(BACKUP)).extracting(DrillRecord::at).containsExactly(NIGHT, second.at());
  }

  @Test
  void namesTheFirstDifferencesAndCountsAll() {
    DrillRecord many =
        DrillRecord.of(
            BACKUP, NIGHT, Duration.ZERO, 0, false, Collections.nCopies(1000, "x".repeat(10_000)));

    DrillRecord kept = log.append(many);

    assertThat(kept.differences()).isEqualTo(1000);
    assertThat(log.of(BACKUP).get(0).named())
        .hasSize(DrillRecord.MOST_NAMED)
        .allMatch(sentence -> sentence.length() < 5000);
    assertThat(kept.summary()).startsWith("it does not restore: 1000 differences; x");
  }

  @Test
  void knowsWhichRecordsAreOnBackupsThatAreGone() {
    log.append(drill(BACKUP, NIGHT));
    log.append(drill(OTHER, NIGHT));

    assertThat(log.outdated(Set.of(OTHER)))
        .containsExactly("drills/" + BACKUP + "/20261124T060312345Z.json");
    assertThat(log.outdated(Set.of(BACKUP, OTHER))).isEmpty();
  }

  @Test
  void refusesWhatIsNotWhereItBelongs() {
    DrillRecord drill = log.append(drill(BACKUP, NIGHT));
    store.putIfAbsent("drills/" + OTHER + "/20261124T060312345Z.json", DrillCodec.write(drill));

    assertThatThrownBy(() -> log.of(OTHER))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining(OTHER)
        .hasMessageContaining(BACKUP);
  }

  @Test
  void refusesARecordOfALaterFormat() {
    byte[] later =
        new String(DrillCodec.write(drill(BACKUP, NIGHT)), StandardCharsets.UTF_8)
            .replace("\"format\": 1", "\"format\": 2")
            .getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> DrillCodec.read(later, "here"))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("here: drill format 2");
  }

  @Test
  void neverPassesWithDifferences() {
    assertThatThrownBy(
            () ->
                new DrillRecord(
                    BACKUP, NIGHT, Duration.ZERO, true, 1, false, 1, List.of("it differs")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void isWrittenAsItsDocumentShows() throws IOException {
    String document = Files.readString(Path.of("..", "docs", "format", "drills.md"));
    Matcher example = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL).matcher(document);
    assertThat(example.find()).isTrue();

    DrillRecord drill = DrillCodec.read(Manifests.utf8(example.group(1)), "drills.md");

    assertThat(new String(DrillCodec.write(drill), StandardCharsets.UTF_8))
        .isEqualTo(example.group(1));
  }
}
