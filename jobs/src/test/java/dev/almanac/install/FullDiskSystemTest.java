package dev.almanac.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.prometheus.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Disks that fill up while a Debian that boots is installed on: while dpkg unpacks, while Almanac
 * is copied, while configuration is written, and while it is changed under services that run. A
 * test stands on those before it.
 */
@Tag("needs-system")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FullDiskSystemTest {

  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final String SITE = "/root/install.yaml";
  private static final String CONFIG = "name: mon.company.test\ngrafana: false\n";
  private static final int PLENTY = 64 * 1024;

  @TempDir private static Path folder;
  private static NspawnMachine machine;

  @BeforeAll
  static void boot() throws IOException {
    machine = NspawnMachine.boot(folder.resolve("root"));
    machine.shell(
        "apt-get install -y -q --no-install-recommends openjdk-17-jre-headless openssl curl");
    Files.writeString(machine.path(SITE), CONFIG);
  }

  @AfterAll
  static void powerOff() throws InterruptedException {
    if (machine != null) {
      machine.powerOff();
    }
  }

  private static Ran installed() {
    return machine.install("--config", SITE, "--wait", "15m");
  }

  private static void assertThatItTellsOfAFullDisk(Ran run) {
    assertThat(run.exit()).as(run.out()).isEqualTo(3);
    assertThat(run.out()).contains("No space left on device").contains(FullDisk.ADVICE);
  }

  /** Gives a folder a file system of its own, with what is in it and so many KB more. */
  private static void confine(String path, int room) {
    String small = "/mnt" + path;
    machine.shell(
        "mkdir -p %2$s && mount -t tmpfs -o size=1g tmpfs %2$s && cp -a %1$s/. %2$s && mount --bind %2$s %1$s"
            .formatted(path, small));
    leave(path, room);
  }

  /** Where the distribution has them: {@code /usr/lib/x86_64-linux-gnu}. */
  private static String libraries() {
    return machine.shell("echo /usr/lib/*-linux-gnu").strip();
  }

  private static void leave(String path, int room) {
    machine.shell(
        "used=$(df -k --output=used /mnt%1$s | tail -n 1); mount -o remount,size=$((used + %2$d))k /mnt%1$s"
            .formatted(path, room));
  }

  @Test
  @Order(1)
  void nothingIsLeftThatForbidsServicesToStartWhereThereWasNoRoomForThatEither() {
    confine("/usr/sbin", 0);

    Ran run = installed();

    assertThatItTellsOfAFullDisk(run);
    assertThat(run.out()).contains("almanac: packages: could not install ");
    assertThat(machine.path("/usr/sbin/policy-rc.d")).doesNotExist();
    leave("/usr/sbin", PLENTY);
  }

  @Test
  @Order(2)
  void whereThereIsNoRoomForLibrariesThatPackagesNeedItIsNamed() {
    confine(libraries(), 16);

    Ran run = installed();

    assertThatItTellsOfAFullDisk(run);
    assertThat(machine.run("apt-get", "check").out()).contains("unmet dependencies");
    assertThat(machine.path("/usr/sbin/policy-rc.d")).doesNotExist();
    assertThat(machine.path("/etc/almanac")).doesNotExist();
    leave(libraries(), PLENTY);
  }

  @Test
  @Order(3)
  void theNextRunFinishesThemAndWhereThereIsNoRoomForTheProgramItIsNamed() {
    machine.shell("mkdir -p /opt/almanac");
    confine("/opt/almanac", 8 * 1024);

    Ran run = installed();

    assertThatItTellsOfAFullDisk(run);
    assertThat(run.out())
        .contains("packages: finish what dpkg left half done")
        .contains("almanac: program: could not copy ");
    assertThat(machine.run("dpkg", "--audit").out()).isBlank();
    assertThat(machine.shell("find /opt/almanac -type f -name '.*'")).isEmpty();
  }

  @Test
  @Order(4)
  void whereThereIsNoRoomForConfigurationItIsNamedAndNothingIsStarted() {
    machine.shell("umount /opt/almanac");
    confine("/etc/prometheus", 16);

    Ran run = installed();

    assertThatItTellsOfAFullDisk(run);
    assertThat(run.out()).containsPattern("almanac: Prometheus: could not (write|change) /etc/");
    assertThat(machine.shell("find /etc -name '.*.new'")).isEmpty();
    assertThat(machine.run("systemctl", "is-active", "prometheus", "ml-forecasting").out())
        .isEqualTo("inactive\ninactive\n");
  }

  @Test
  @Order(5)
  void onceThereIsRoomTheNextRunHealsAndTheOneAfterChangesNothing() {
    leave("/etc/prometheus", PLENTY);

    Ran healed = installed();

    assertThat(healed.exit()).as(healed.out()).isZero();
    assertThat(healed.out()).contains("changes made").doesNotContain("NOT WELL");
    assertThat(installed().out()).contains("Nothing changed");
  }

  @Test
  @Order(6)
  void servicesThatRunGoOnAndStartAgainWhereAChangeFindsNoRoom() throws IOException {
    Files.writeString(machine.path(SITE), CONFIG + "retention: 30d\n");
    leave("/etc/prometheus", 0);

    Ran run = installed();

    assertThatItTellsOfAFullDisk(run);
    assertThat(run.out()).contains("Prometheus: could not change /etc/prometheus/prometheus.env");
    machine.shell("systemctl restart prometheus ml-forecasting");
    Await.until(
        "Prometheus is ready again",
        PATIENCE,
        () -> machine.run("curl", "-sf", "http://127.0.0.1:9090/-/ready").ok());
    assertThat(machine.shell("curl -s http://127.0.0.1:9090/api/v1/status/flags"))
        .contains("\"90d\"");

    leave("/etc/prometheus", PLENTY);
    assertThat(installed().exit()).isZero();
    assertThat(machine.shell("curl -s http://127.0.0.1:9090/api/v1/status/flags"))
        .contains("\"30d\"");
    assertThat(installed().out()).contains("Nothing changed");
  }
}
