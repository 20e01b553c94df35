package dev.almanac.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoreStageTest {

  private static final String FIRST = "01JB0EXAMP1E0F0A0B10CKTES1";
  private static final String SECOND = "01JB0EXAMP1E0F0A0B10CKTES2";

  @TempDir private Path into;

  private static void build(Path folder, String block) throws IOException {
    Files.writeString(Files.createDirectories(folder.resolve(block)).resolve("meta.json"), block);
  }

  /** What a run leaves that is killed: its stage, without the lock. */
  private Path killedRun(String... blocks) throws IOException {
    Path built = into.resolve(".almanac-restore/blocks");
    for (String block : blocks) {
      build(built, block);
    }
    return into.resolve(".almanac-restore");
  }

  @Test
  void nothingIsSeenBeforeTheCommit() throws IOException {
    try (RestoreStage stage = RestoreStage.open(into)) {
      build(stage.folder(), FIRST);

      assertThat(into.resolve(FIRST)).doesNotExist();
    }
    assertThat(into).isEmptyDirectory();
  }

  @Test
  void everyBlockIsAtItsPlaceAfterTheCommit() throws IOException {
    try (RestoreStage stage = RestoreStage.open(into)) {
      build(stage.folder(), FIRST);
      build(stage.folder(), SECOND);
      stage.commit("a test");
    }
    assertThat(into.resolve(FIRST).resolve("meta.json")).hasContent(FIRST);
    assertThat(into.resolve(SECOND).resolve("meta.json")).hasContent(SECOND);
    assertThat(into.resolve(".almanac-restore")).doesNotExist();
  }

  /** Of the folder it is in: only root can make that another than oneself. */
  @Test
  void aDataFolderThatIsGoneComesBackAsItsOwners() throws IOException {
    boolean root = Files.getAttribute(into, "unix:uid").equals(0);
    if (root) {
      Files.setAttribute(into, "unix:uid", 4321);
      Files.setAttribute(into, "unix:gid", 1234);
    }
    Path gone = into.resolve("lost/data");

    try (RestoreStage stage = RestoreStage.open(gone)) {
      build(stage.folder(), FIRST);
      stage.commit("a test");
    }

    for (Path made :
        List.of(gone.getParent(), gone, gone.resolve(FIRST), gone.resolve(FIRST + "/meta.json"))) {
      for (String owner : List.of("unix:uid", "unix:gid")) {
        assertThat(Files.getAttribute(made, owner))
            .as("%s of %s", owner, made)
            .isEqualTo(Files.getAttribute(into, owner));
      }
    }
  }

  @Test
  void whatWasKilledBeforeTheCommitIsRemoved() throws IOException {
    killedRun(FIRST);

    try (RestoreStage stage = RestoreStage.open(into)) {
      assertThat(stage.completed()).isEmpty();
      assertThat(stage.folder()).isEmptyDirectory();
    }
    assertThat(into).isEmptyDirectory();
  }

  @Test
  void whatWasKilledWithinTheCommitIsCompleted() throws IOException {
    build(into, FIRST);
    Path stage = killedRun(SECOND);
    Files.writeString(stage.resolve("orders"), "for a test\nin " + FIRST + "\nin " + SECOND + "\n");

    try (RestoreStage opened = RestoreStage.open(into)) {
      assertThat(opened.completed())
          .contains(new RestoreStage.Completed("a test", List.of(FIRST, SECOND), Optional.empty()));
    }
    assertThat(into.resolve(FIRST)).isDirectory();
    assertThat(into.resolve(SECOND)).isDirectory();
  }

  @Test
  void whatIsReplacedIsMovedAsideAndKept() throws IOException {
    build(into, FIRST);
    Files.writeString(into.resolve("wal"), "log");
    Path aside;
    try (RestoreStage stage = RestoreStage.open(into)) {
      build(stage.folder(), FIRST);
      Files.writeString(stage.folder().resolve(FIRST).resolve("meta.json"), "restored");

      aside = stage.commitReplacing("a test");
    }
    assertThat(aside.resolve(FIRST).resolve("meta.json")).hasContent(FIRST);
    assertThat(aside.resolve("wal")).hasContent("log");
    assertThat(into.resolve(FIRST).resolve("meta.json")).hasContent("restored");
    assertThat(into.resolve("wal")).doesNotExist();
  }

  @Test
  void aReplacementThatWasKilledHalfwayLosesNothing() throws IOException {
    build(into, ".almanac-replaced-20261123T000000Z/" + FIRST);
    Files.writeString(into.resolve("wal"), "log");
    Path stage = killedRun(SECOND);
    build(into, FIRST);
    Files.writeString(
        stage.resolve("orders"),
        """
        for a test
        aside .almanac-replaced-20261123T000000Z %s
        aside .almanac-replaced-20261123T000000Z wal
        in %s
        in %s
        """
            .formatted(FIRST, FIRST, SECOND));

    Path aside = into.resolve(".almanac-replaced-20261123T000000Z");
    try (RestoreStage opened = RestoreStage.open(into)) {
      assertThat(opened.completed())
          .contains(
              new RestoreStage.Completed("a test", List.of(FIRST, SECOND), Optional.of(aside)));
    }

    assertThat(aside)
        .isDirectoryContaining("glob:**/" + FIRST)
        .isDirectoryContaining("glob:**/wal");
    assertThat(into.resolve(FIRST)).isDirectory();
    assertThat(into.resolve(SECOND)).isDirectory();
    assertThat(into.resolve("wal")).doesNotExist();
  }

  @Test
  void refusesASecondRestoreAtTheSameTime() {
    try (RestoreStage running = RestoreStage.open(into)) {
      assertThat(running.folder()).isDirectory();
      assertThatThrownBy(() -> RestoreStage.open(into))
          .isInstanceOf(RestoreException.class)
          .hasMessageContaining("another restore into " + into + " is running");
      assertThat(running.folder()).isDirectory();
    }
  }
}
