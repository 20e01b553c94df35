package dev.almanac.backup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackedComponentTest {

  @TempDir Path folder;

  private static ComponentFile file(String path, int mode, String content) {
    return new ComponentFile(path, mode, FileContent.of(content.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<ComponentFile> someFiles() {
    return List.of(
        file("etc/prometheus/prometheus.yml", 0640, "global: {}\n"),
        file("etc/grafana/grafana.ini", 0644, ""),
        file("bin/run", 0755, "#!/bin/sh\n"),
        file("ein/Maß/日本.yml", 0600, "x".repeat(100_000)),
        file("long/" + "n".repeat(200) + "/" + "m".repeat(255), 0644, "deep"));
  }

  private PackedComponent pack(String name, List<ComponentFile> files) throws IOException {
    return PackedComponent.pack(files, folder.resolve(name));
  }

  private Path empty(String name) throws IOException {
    return Files.createDirectory(folder.resolve(name));
  }

  @Test
  void unpacksWhatWasPackedWithItsPermissions() throws IOException {
    Path into = empty("out");

    long files = PackedComponent.unpack(pack("packed", someFiles()).file(), into, "here");

    assertThat(files).isEqualTo(5);
    for (ComponentFile file : someFiles()) {
      Path unpacked = into.resolve(file.path());
      try (InputStream content = file.content().open()) {
        assertThat(unpacked).hasBinaryContent(content.readAllBytes());
      }
      assertThat(Permissions.of(unpacked)).isEqualTo(file.mode());
    }
  }

  @Test
  void packsTheSameFilesIntoTheSameBytesInWhateverOrder() throws IOException {
    List<ComponentFile> shuffled = new ArrayList<>(someFiles());
    Collections.reverse(shuffled);

    assertThat(pack("a", shuffled).sha256()).isEqualTo(pack("b", someFiles()).sha256());
  }

  @Test
  void packsFilesOfDifferentAgesIntoTheSameBytes() throws IOException {
    Path source = Files.writeString(empty("source").resolve("a.yml"), "a: 1\n");
    ComponentSource models = ModelFiles.of(source.getParent());
    String first = pack("a", models.gather().files()).sha256();
    Files.setLastModifiedTime(source, FileTime.fromMillis(1_000_000));

    assertThat(pack("b", models.gather().files()).sha256()).isEqualTo(first);
  }

  @Test
  void packsAChangedPermissionIntoOtherBytes() throws IOException {
    assertThat(pack("a", List.of(file("x", 0600, "x"))).sha256())
        .isNotEqualTo(pack("b", List.of(file("x", 0644, "x"))).sha256());
  }

  @Test
  void refusesTwoFilesOfOnePath() {
    assertThatThrownBy(() -> pack("a", List.of(file("x", 0600, "1"), file("x", 0600, "2"))))
        .isInstanceOf(ComponentException.class)
        .hasMessage("two files of the component have the path x");
  }

  @Test
  void refusesAFileThatGrowsWhileItIsPacked() {
    FileContent growing =
        new FileContent() {
          @Override
          public long size() {
            return 3;
          }

          @Override
          public InputStream open() {
            return new ByteArrayInputStream(new byte[4]);
          }
        };

    assertThatThrownBy(() -> pack("a", List.of(new ComponentFile("log", 0644, growing))))
        .hasMessage("log changed its size while it was packed; run the backup again");
  }

  @Test
  void readsNoKeyFileThatEverybodyMayRead() throws IOException {
    Path key = Files.write(folder.resolve("key"), new byte[32]);
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));

    assertThatThrownBy(() -> ComponentKey.read(key)).hasMessageContaining("chmod 0600");
  }
}
