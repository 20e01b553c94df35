package dev.almanac.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.backup.ComponentRestore.Existing;
import dev.almanac.backup.component.ComponentException;
import dev.almanac.catalog.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Components on their way back from an archive. */
class ComponentRestoreTest extends ComponentsCase {

  @Test
  void restoresWhatWasBackedUp() {
    Manifest backup = backup(configuration());

    assertThat(restore(backup, Optional.empty())).isEqualTo(backup.components());
    assertThat(restored("prometheus.yml")).hasContent("global: {}");
    assertThat(restored("auth.yml")).doesNotExist();
    assertThat(folder.resolve("out/configuration")).isDirectoryNotContaining("glob:**/.almanac*");
  }

  @Test
  void namesWhatTheBackupHasWhereAskedForSomethingElse() {
    Manifest backup = backup(configuration());

    assertThatThrownBy(
            () ->
                ComponentRestore.restore(
                    store, backup, "dashboards", folder, Optional.empty(), Existing.REFUSE))
        .isInstanceOf(ComponentException.class)
        .hasMessage(
            "backup "
                + backup.id()
                + " has no component \"dashboards\"; it has configuration/files");
  }

  @Test
  void leavesAloneWhatIsThereUnlessToldOtherwise() throws IOException {
    Manifest backup = backup(configuration());
    Files.createDirectories(restored(""));
    Files.writeString(restored("prometheus.yml"), "mine\n");
    Files.writeString(restored("other.yml"), "mine too\n");

    assertThatThrownBy(() -> restore(backup, Optional.empty()))
        .isInstanceOf(ComponentException.class)
        .hasMessageContaining("is there already");
    assertThat(restored("prometheus.yml")).hasContent("mine");

    ComponentRestore.restore(
        store, backup, "configuration", folder.resolve("out"), Optional.empty(), Existing.REPLACE);
    assertThat(restored("prometheus.yml")).hasContent("global: {}");
    assertThat(restored("other.yml")).hasContent("mine too");
  }

  @Test
  void replacesNothingThroughALink() throws IOException {
    Manifest backup = backup(new FixedSource("x"));
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Path target = Files.createDirectories(folder.resolve("out/dashboards/grafana"));
    Files.createSymbolicLink(target.resolve("sub"), outside);

    assertThatThrownBy(
            () ->
                ComponentRestore.restore(
                    store,
                    backup,
                    "dashboards",
                    folder.resolve("out"),
                    Optional.empty(),
                    Existing.REPLACE))
        .isInstanceOf(ComponentException.class)
        .hasMessageContaining("is a link");
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void showsNothingOfADamagedComponent() throws IOException {
    Manifest backup = backup(configuration());
    Path file = root.resolve(backup.components().get(0).key());
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Files.write(file, bytes);

    assertThatThrownBy(() -> restore(backup, Optional.empty()))
        .isInstanceOf(ComponentException.class)
        .hasMessageContaining("is damaged: SHA-256 expected");
    assertThat(folder.resolve("out")).doesNotExist();
  }
}
