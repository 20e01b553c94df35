package dev.almanac.registry;

import static dev.almanac.registry.Models.CHANGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What changes around versions, which do not: notes, and aliases that are removed. */
class NotesTest {

  private static final String NOTE = "registry/notes/demand/00000000/00000001.json";

  @TempDir private Path scratch;
  private BlobStore store;
  private Registry registry;
  private Notes notes;

  @BeforeEach
  void open() {
    store = BlobStores.open(scratch.resolve("archive").toString());
    registry = new Registry(store);
    notes = registry.notes();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private ModelVersion publish() {
    return Models.publish(registry, "demand", scratch);
  }

  private static Note published(ModelVersion version) {
    return new Note(true, "", version.details().tags());
  }

  @Test
  void keepsAModelThatHasNoVersion() {
    notes.change("demand", note -> note.describe("of heat").tag("a", "b"), CHANGE);

    assertThat(notes.models()).containsExactly("demand");
    assertThat(registry.models()).isEmpty();
    NotedAt noted = notes.of("demand").orElseThrow();
    assertThat(noted.note()).isEqualTo(new Note(true, "of heat", new TreeMap<>(Map.of("a", "b"))));
    assertThat(noted.change()).isEqualTo(CHANGE);
    assertThat(noted.first()).isEqualTo(noted.at());
  }

  @Test
  void forgetsAModelThatIsNotKeptAnyMore() {
    notes.change("demand", note -> note.describe("of heat"), CHANGE);
    notes.change("demand", note -> Note.NONE, CHANGE);

    assertThat(notes.models()).isEmpty();
  }

  @Test
  void beginsWithTheTagsThatAVersionWasPublishedWith() {
    ModelVersion version = publish();

    notes.change(version.id(), published(version), note -> note.tag("a", "b"), CHANGE);
    notes.change(version.id(), published(version), note -> note.untag("night"), CHANGE);

    assertThat(notes.of(version.id()).orElseThrow().note().tags()).isEqualTo(Map.of("a", "b"));
    assertThat(registry.find(version.id())).contains(version);
  }

  @Test
  void takesNotesOnNoVersionThatIsNotThere() {
    assertThatThrownBy(
            () -> notes.change(new VersionId("demand", 1), Note.NONE, note -> note, CHANGE))
        .isInstanceOf(NoSuchModelException.class);
  }

  @Test
  void removesNotesWithTheirVersion() {
    ModelVersion version = publish();
    publish();
    notes.change(version.id(), published(version), note -> note.tag("a", "b"), CHANGE);
    notes.change("demand", note -> note.describe("of heat"), CHANGE);

    registry.delete(version.id(), CHANGE);

    assertThat(store.list("registry/notes/demand/00000001/")).isEmpty();
    assertThat(notes.of("demand")).isPresent();
    assertThat(registry.verify(id -> {})).isEmpty();
  }

  @Test
  void refusesANoteThatWasEdited() {
    notes.change("demand", note -> note.describe("of heat"), CHANGE);
    String json = new String(store.read(NOTE, 1 << 20), StandardCharsets.UTF_8);
    store.delete(NOTE);
    store.putIfAbsent(NOTE, json.replace("of heat", "of cold").getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> notes.of("demand"))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("it was damaged or edited");
    assertThat(registry.verify(id -> {})).hasSize(1);
  }

  @Test
  void writesTheFieldsThatAreWrittenDown() {
    notes.change("demand", note -> note.describe("of heat").tag("a", "b"), CHANGE);

    assertThat(new String(store.read(NOTE, 1 << 20), StandardCharsets.UTF_8))
        .contains(
            "\"model\": \"demand\",\n  \"version\": 0,\n  \"number\": 1,\n  \"kept\": true,",
            "\"description\": \"of heat\",",
            "\"tags\": {\n    \"a\": \"b\"\n  },",
            "\"first_at\": \"",
            "\"actor\": \"tester\",",
            "\"reason\": \"to see what happens\",",
            "\"digest\": \"");
  }

  @Test
  void removesAnAliasAndKeepsItsHistory() {
    ModelVersion version = publish();
    registry.promote(version.id(), "champion", CHANGE);

    AliasMove removal = registry.removeAlias("demand", "champion", CHANGE);

    assertThat(removal.isRemoval()).isTrue();
    assertThat(registry.aliased("demand", "champion")).isEmpty();
    assertThat(registry.aliases("demand")).isEmpty();
    assertThat(registry.history("demand", "champion")).hasSize(2);
    assertThat(registry.verify(id -> {})).isEmpty();
    assertThatThrownBy(() -> registry.removeAlias("demand", "champion", CHANGE))
        .isInstanceOf(NoSuchModelException.class)
        .hasMessageContaining("there is no alias champion of demand");
  }

  @Test
  void takesARemovalBackByARollBack() {
    ModelVersion first = publish();
    ModelVersion second = publish();
    registry.promote(first.id(), "champion", CHANGE);
    registry.promote(second.id(), "champion", CHANGE);
    registry.removeAlias("demand", "champion", CHANGE);

    assertThat(registry.rollBack("demand", "champion", CHANGE).version()).isEqualTo(2);
    assertThat(registry.rollBack("demand", "champion", CHANGE).version()).isEqualTo(1);
  }

  @Test
  void rollsBackPastARemoval() {
    ModelVersion first = publish();
    ModelVersion second = publish();
    registry.promote(first.id(), "champion", CHANGE);
    registry.removeAlias("demand", "champion", CHANGE);
    registry.promote(second.id(), "champion", CHANGE);

    assertThat(registry.rollBack("demand", "champion", CHANGE).version()).isEqualTo(1);
  }

  @Test
  void promotesTheSameVersionAgainAfterARemoval() {
    ModelVersion version = publish();
    registry.promote(version.id(), "champion", CHANGE);
    registry.removeAlias("demand", "champion", CHANGE);

    registry.promote(version.id(), "champion", OptionalInt.empty(), CHANGE);

    assertThat(registry.aliased("demand", "champion")).contains(version);
  }

  @Test
  void letsWhatOnlyARemovedAliasNamedGo() {
    ModelVersion version = publish();
    publish();
    registry.promote(version.id(), "canary", CHANGE);
    registry.removeAlias("demand", "canary", CHANGE);

    registry.delete(version.id(), CHANGE);

    assertThat(registry.find(version.id())).isEmpty();
    assertThat(registry.verify(id -> {})).isEmpty();
    assertThat(registry.garbage(OptionalInt.of(1)).versions()).isEmpty();
  }
}
