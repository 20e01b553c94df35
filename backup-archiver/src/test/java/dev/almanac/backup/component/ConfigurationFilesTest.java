package dev.almanac.backup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.backup.component.GatheredFiles.ExcludedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationFilesTest {

  @TempDir Path root;
  private Path etc;

  @BeforeEach
  void makeFiles() throws IOException {
    root = root.toRealPath();
    etc = Files.createDirectories(root.resolve("etc"));
    write("etc/prometheus.yml", "global: {}\n");
    write("etc/rules/a.yml", "groups: []\n");
    write("etc/rules/b.yml.bak", "old\n");
    write("etc/web.key", "anything\n");
    write("etc/auth.yml", "password: hunter2\n");
    write("outside/shadow", "root:x\n");
  }

  private Path write(String path, String content) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  private GatheredFiles gather(List<String> include, String... exclude) {
    return ConfigurationFiles.ofMachine(include, List.of(exclude), true, Optional.empty()).gather();
  }

  private GatheredFiles gather(String include, String... exclude) {
    return gather(List.of(root + "/" + include), exclude);
  }

  /** Relative to the folder of this test. */
  private List<String> pathsOf(GatheredFiles gathered) {
    String prefix = root.toString().substring(1) + "/";
    return gathered.files().stream()
        .map(ComponentFile::path)
        .map(path -> path.startsWith(prefix) ? path.substring(prefix.length()) : "?" + path)
        .toList();
  }

  @Test
  void keepsAFolderButForWhatLooksLikeASecret() {
    GatheredFiles gathered = gather("etc");

    assertThat(pathsOf(gathered))
        .containsExactly("etc/prometheus.yml", "etc/rules/a.yml", "etc/rules/b.yml.bak");
    assertThat(gathered.excluded())
        .containsExactly(
            new ExcludedFile(etc + "/auth.yml", "has a value for a password, token or key"),
            new ExcludedFile(etc + "/web.key", "named like a key"));
    assertThat(gathered.problems()).isEmpty();
  }

  @Test
  void keepsSecretsTooWhereEverythingIsEncrypted() {
    GatheredFiles gathered =
        ConfigurationFiles.ofMachine(
                List.of(etc.toString()), List.of(), true, Optional.of(root.resolve("key")))
            .gather();

    assertThat(gathered.files()).hasSize(5);
    assertThat(gathered.excluded()).isEmpty();
  }

  @Test
  void keepsWhatAGlobNames() {
    assertThat(pathsOf(gather("etc/rules/*.yml"))).containsExactly("etc/rules/a.yml");
    assertThat(pathsOf(gather("etc/{rules,none}/?.yml"))).containsExactly("etc/rules/a.yml");
    assertThat(pathsOf(gather("etc/**.yml"))).contains("etc/prometheus.yml", "etc/rules/a.yml");
  }

  @Test
  void takesAPathThatExistsForNoGlob() throws IOException {
    write("etc/[1]/x.yml", "x: 1\n");

    assertThat(pathsOf(gather("etc/[1]"))).containsExactly("etc/[1]/x.yml");
  }

  @Test
  void leavesOutWhatIsExcludedByNameOrByPath() {
    assertThat(pathsOf(gather("etc", "*.bak"))).doesNotContain("etc/rules/b.yml.bak");
    assertThat(pathsOf(gather("etc", root + "/etc/rules"))).containsExactly("etc/prometheus.yml");
    assertThat(pathsOf(gather("etc", "rules"))).containsExactly("etc/prometheus.yml");
  }

  @Test
  void refusesAGlobThatIsNone() {
    assertThatThrownBy(() -> gather("etc", "[a"))
        .isInstanceOf(ComponentException.class)
        .hasMessageContaining("\"[a\" is no glob");
  }

  @Test
  void followsALinkThatStaysInside() throws IOException {
    Files.createSymbolicLink(etc.resolve("current.yml"), etc.resolve("prometheus.yml"));

    assertThat(pathsOf(gather("etc"))).contains("etc/current.yml");
  }

  @Test
  void followsNoLinkThatLeadsOut() throws IOException {
    Files.createSymbolicLink(etc.resolve("harmless.yml"), root.resolve("outside/shadow"));
    Files.createSymbolicLink(etc.resolve("folder"), root.resolve("outside"));

    GatheredFiles gathered = gather("etc");

    assertThat(pathsOf(gathered)).noneMatch(path -> path.contains("harmless"));
    assertThat(pathsOf(gathered)).noneMatch(path -> path.contains("folder"));
    assertThat(gathered.excluded())
        .extracting(ExcludedFile::reason)
        .contains(
            "leads to " + root + "/outside/shadow, outside of what is included",
            "leads to " + root + "/outside, outside of what is included");
  }

  @Test
  void leavesOutALinkWhoseTargetIsNamedLikeASecret() throws IOException {
    Files.createSymbolicLink(etc.resolve("plain.txt"), etc.resolve("web.key"));

    assertThat(gather("etc").excluded())
        .contains(new ExcludedFile(etc + "/plain.txt", "named like a key"));
  }

  @Test
  void endsWithAFolderThatLinksToItself() throws IOException {
    Files.createSymbolicLink(etc.resolve("again"), etc);

    assertThat(pathsOf(gather("etc"))).contains("etc/prometheus.yml");
  }

  @Test
  void namesAPathThatLeadsToNothingAndKeepsTheOthers() {
    GatheredFiles gathered = gather(List.of(etc.toString(), root + "/missing", root + "/no*"));

    assertThat(pathsOf(gathered)).contains("etc/prometheus.yml");
    assertThat(gathered.problems())
        .containsExactly(
            root + "/missing names no file or folder that can be seen",
            root + "/no* names no file or folder that can be seen");
  }

  @Test
  void failsWhereNothingOfWhatIsNamedIsThere() {
    assertThatThrownBy(() -> gather("missing"))
        .isInstanceOf(ComponentException.class)
        .hasMessageContaining("missing names no file");
  }

  @Test
  void findsNothingWrongWhereTheUsualPlacesAreEmpty() {
    GatheredFiles gathered =
        ConfigurationFiles.ofMachine(
                List.of(root + "/missing", root + "/no*"), List.of(), false, Optional.empty())
            .gather();

    assertThat(gathered).isEqualTo(GatheredFiles.of(List.of()));
  }

  @Test
  void keepsPermissions() throws IOException {
    Files.setPosixFilePermissions(
        etc.resolve("prometheus.yml"), PosixFilePermissions.fromString("rw-r-----"));

    assertThat(gather("etc/prometheus.yml").files())
        .extracting(ComponentFile::mode)
        .containsExactly(0640);
  }

  @Test
  void refusesAFileTooLargeForConfiguration() throws IOException {
    Files.write(etc.resolve("dump.bin"), new byte[(16 << 20) + 1]);

    assertThatThrownBy(() -> gather("etc"))
        .isInstanceOf(ComponentException.class)
        .hasMessageEndingWith(
            "dump.bin has more than 16 MiB, too much for a configuration file;" + " exclude it");
  }

  @Test
  void keepsAProvisionedFolderRelativeToItself() {
    GatheredFiles gathered = ConfigurationFiles.provisioned(etc).gather();

    assertThat(gathered.files())
        .extracting(ComponentFile::path)
        .containsExactly("prometheus.yml", "rules/a.yml", "rules/b.yml.bak");
    assertThat(gathered.excluded()).hasSize(2);
  }
}
