package dev.almanac.install;

import static dev.almanac.install.ScratchMachine.LDAP;
import static dev.almanac.install.ScratchMachine.MAIL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Installing into a file system that fills up while that goes on: a real one, in memory. */
@Tag("needs-system")
class FullDiskTest {

  private static final int PAGE = 4096;

  @TempDir private Path folder;
  private ScratchMachine machine;

  @BeforeEach
  void makeMachine() throws IOException {
    machine = new ScratchMachine(folder);
    Files.createDirectories(machine.root());
    Machine.run("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", machine.root() + "").orFail("");
  }

  @AfterEach
  void unmount() {
    Machine.run("umount", machine.root() + "").orFail("");
  }

  private void resize(long pages) {
    String size = "remount,size=" + pages * PAGE;
    Machine.run("mount", "-o", size, machine.root() + "").orFail("");
  }

  /** Takes all the room that is left, down to the last page. */
  private Path fill() throws IOException {
    Path filler = machine.root().resolve("filler");
    try (OutputStream out = Files.newOutputStream(filler)) {
      while (Files.getFileStore(filler).getUsableSpace() > 0) {
        out.write(new byte[PAGE]);
      }
    }
    return filler;
  }

  /** Regular files below the root with what is in them. */
  private Map<String, String> files() throws IOException {
    Map<String, String> found = new HashMap<>();
    try (Stream<Path> walk = Files.walk(machine.root())) {
      for (Path file : walk.filter(path -> Files.isRegularFile(path)).toList()) {
        found.put("/" + machine.root().relativize(file), Files.readString(file));
      }
    }
    found.remove("/filler");
    return found;
  }

  /** What was made at random differs from one installation to the next. */
  private static boolean isRandom(String path) {
    return path.startsWith("/etc/almanac/tls/")
        || path.startsWith("/etc/almanac/secrets/")
        || path.equals(Secrets.HTPASSWD)
        || path.equals("/etc/grafana/secrets.env");
  }

  private Map<String, String> installedWhole(String yaml) throws IOException {
    machine.install(yaml);
    Map<String, String> whole = files();
    Machine.run("find", machine.root() + "", "-mindepth", "1", "-delete").orFail("");
    return whole;
  }

  /** Makes a little more room each time until there is enough; says how often there was not. */
  private int goOn(
      String yaml, Map<String, String> before, Map<String, String> whole, Change.Action more)
      throws IOException {
    for (int failures = 0; ; failures++) {
      more.run();
      try {
        machine.install(yaml);
        return failures;
      } catch (InstallException e) {
        assertThat(e).hasMessageContaining(": could not ").hasMessageContaining(FullDisk.ADVICE);
        assertThatNoFileIsHalf(before, whole);
        assertThatKeysFit();
      }
    }
  }

  private static void shrink(Path filler) throws IOException {
    try (FileChannel channel = FileChannel.open(filler, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() - PAGE);
    }
  }

  /** nginx does not start with the key of another certificate. */
  private void assertThatKeysFit() {
    Path certificate = machine.in(OwnAuthority.CERTIFICATE);
    Path key = machine.in(OwnAuthority.KEY);
    assertThat(Files.exists(certificate)).isEqualTo(Files.exists(key));
    if (Files.exists(key)) {
      assertThat(Machine.run("openssl", "pkey", "-pubout", "-in", key + "").out())
          .isEqualTo(
              Machine.run("openssl", "x509", "-noout", "-pubkey", "-in", certificate + "").out());
    }
  }

  private void assertThatNoFileIsHalf(Map<String, String> before, Map<String, String> whole)
      throws IOException {
    files()
        .forEach(
            (path, text) -> {
              if (path.startsWith(FilesStep.REPLACED)) {
                return;
              }
              assertThat(whole).containsKey(path);
              if (!isRandom(path)) {
                assertThat(text).as(path).isIn(whole.get(path), before.get(path));
              }
            });
  }

  @Test
  void anInstallationGoesOnHoweverOftenTheDiskFills() throws IOException {
    String yaml = MAIL + LDAP;
    Map<String, String> whole = installedWhole(yaml);
    long[] pages = {0};
    int failures = goOn(yaml, Map.of(), whole, () -> resize(pages[0] += 7));

    assertThat(failures).isGreaterThan(20);
    assertThat(files().keySet()).isEqualTo(whole.keySet());
    assertThat(machine.install(yaml)).isEmpty();
  }

  @Test
  void aChangeThatFindsTooLittleRoomLeavesEachFileAsItWasOrAsItIsToBe() throws IOException {
    String yaml = MAIL.replace("monitoring.company.net", "other.company.net");
    Map<String, String> whole = installedWhole(yaml);
    machine.install(MAIL);
    Map<String, String> before = files();
    Path filler = fill();

    assertThatThrownBy(() -> machine.install(yaml))
        .isInstanceOf(InstallException.class)
        .hasMessageContaining(FullDisk.ADVICE);

    assertThat(files()).isEqualTo(before);
    goOn(yaml, before, whole, () -> shrink(filler));
    assertThat(machine.install(yaml)).isEmpty();
  }

  @Test
  void whatWasThereBeforeComesBackWholeOnceThereIsRoomForIt() throws IOException {
    String debians = "# Debian's\n".repeat(2 * PAGE);
    Files.createDirectories(machine.in("/etc/prometheus"));
    Files.writeString(machine.in("/etc/prometheus/prometheus.yml"), debians);
    machine.install("");
    String ours = machine.text("/etc/prometheus/prometheus.yml");
    Path filler = fill();

    assertThatThrownBy(() -> machine.uninstall(""))
        .isInstanceOf(InstallException.class)
        .hasMessageContaining("could not put back /etc/prometheus/prometheus.yml: ")
        .hasMessageContaining(FullDisk.ADVICE);

    assertThat(machine.text("/etc/prometheus/prometheus.yml")).isEqualTo(ours);
    Files.delete(filler);
    machine.uninstall("");
    assertThat(machine.text("/etc/prometheus/prometheus.yml")).isEqualTo(debians);
    assertThat(machine.uninstall("")).isEmpty();
  }

  @Test
  void theNamesThatAMachineKnowsStayWhereThereIsNoRoomForOurs() throws IOException {
    String others = "10.0.0.1 a.company.net\n".repeat(1000);
    Path hosts = machine.in("/etc/hosts");
    Files.createDirectories(hosts.getParent());
    Files.writeString(hosts, others.substring(0, 5 * PAGE - 1) + "\n");
    Path filler = fill();
    HostsStep step =
        new HostsStep(new Machine(machine.root()), List.of("one.invalid", "two.invalid"));
    Run run = new Run(false, new ScratchMachine.Changes());

    assertThatThrownBy(() -> run.step(step))
        .isInstanceOf(InstallException.class)
        .hasMessageContaining(FullDisk.ADVICE);

    assertThat(Files.readString(hosts)).isEqualTo(others.substring(0, 5 * PAGE - 1) + "\n");
    Files.delete(filler);
    run.step(step);
    assertThat(Files.readString(hosts)).contains("127.0.1.1 two.invalid ");
    assertThat(step.changes()).isEmpty();
  }
}
