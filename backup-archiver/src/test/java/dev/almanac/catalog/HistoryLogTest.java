package dev.almanac.catalog;

import static dev.almanac.catalog.Manifests.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.blob.BlobInfo;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryLogTest {

  private static final Instant NIGHT = Instant.parse("2026-11-23T23:30:00Z");

  @TempDir Path root;
  private BlobStore store;
  private HistoryLog log;

  @BeforeEach
  void openTheArchive() {
    store = BlobStores.open(root.toString());
    log = new HistoryLog(store);
  }

  private static History history(int days) {
    Manifest manifest = Manifests.valid();
    return new History(NIGHT, days, manifest.files(), manifest.salted());
  }

  private List<String> keys() {
    return store.list("history/").stream().map(BlobInfo::key).toList();
  }

  @Test
  void keepsNothingAtFirst() {
    assertThat(log.newest()).isEqualTo(History.NONE);
    assertThat(log.outdated()).isEmpty();
  }

  @Test
  void readsWhatItWrote() {
    log.append(history(400));

    assertThat(history(400).files()).isNotEmpty();
    assertThat(log.newest()).isEqualTo(history(400));
  }

  @Test
  void countsTheNewestRecord() {
    log.append(history(400));
    log.append(history(100));

    assertThat(log.newest()).isEqualTo(history(100));
    assertThat(log.outdated()).containsExactly("history/00000001.json");
    assertThat(keys()).containsExactly("history/00000001.json", "history/00000002.json");
  }

  @Test
  void writesNothingThatIsKnown() {
    log.append(History.NONE);
    assertThat(keys()).isEmpty();

    log.append(history(400));
    log.append(new History(NIGHT.plusSeconds(1), 400, history(400).files(), history(1).salted()));
    assertThat(keys()).hasSize(1);
  }

  @Test
  void passesOverWhatIsNoRecord() {
    store.putIfAbsent("history/notes.json", utf8("{}"));

    assertThat(log.newest()).isEqualTo(History.NONE);
  }

  @Test
  void refusesARecordOfALaterFormat() {
    store.putIfAbsent("history/00000001.json", utf8("{\"format\": 2}"));

    assertThatThrownBy(() -> log.newest())
        .isInstanceOf(CatalogException.class)
        .hasMessageStartingWith(root + "/history/00000001.json: history format 2, this version");
  }

  @Test
  void coversTheDaysItIsAskedTo() {
    History week = new History(NIGHT, 7, List.of(), Map.of());

    assertThat(week.covers(LocalDate.of(2026, 11, 16), NIGHT)).isTrue();
    assertThat(week.covers(LocalDate.of(2026, 11, 15), NIGHT)).isFalse();
  }
}
