package dev.almanac.install;

import static dev.almanac.install.ScratchMachine.MAIL;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is installed, shown to the programs that will read it. */
class ScratchProgramsTest {

  @TempDir private Path folder;
  private ScratchMachine machine;

  @BeforeEach
  void makeMachine() throws IOException {
    machine = new ScratchMachine(folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", MAIL, "alerts: {webhook: 'http://127.0.0.1:9999/hook'}\n"})
  void programsTakeTheirConfiguration(String yaml) throws IOException {
    machine.install(yaml);
    Files.writeString(machine.in("/etc/prometheus/almanac.token"), "token\n");
    Path prometheus = machine.in("/etc/prometheus/prometheus.yml");
    Files.writeString(
        prometheus,
        Files.readString(prometheus)
            .replace("/etc/prometheus/", machine.root() + "/etc/prometheus/"));

    Machine.run("promtool", "check", "config", prometheus.toString()).orFail("");
    Machine.run("amtool", "check-config", machine.in("/etc/prometheus/alertmanager.yml").toString())
        .orFail("");
    for (String file : List.of("prometheus/prometheus.env", "prometheus/rules/node.yml")) {
      assertThat(machine.text("/etc/" + file)).doesNotContain("monitoring.example.com");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "grafana: false\n"})
  void nginxTakesItsSite(String yaml) throws IOException {
    machine.install(yaml);
    Path site = machine.in(NginxFiles.SITE);
    Files.writeString(
        site,
        Files.readString(site)
            .replace("/etc/almanac", machine.root() + "/etc/almanac")
            .replace("/etc/nginx/monitoring.htpasswd", machine.root() + Secrets.HTPASSWD)
            .replace(LogFiles.NGINX, machine.root() + LogFiles.NGINX)
            .replaceAll("(?m)^ *listen \\[::].*\n", "")
            .replace("listen 80;", "listen 127.0.0.1:8089;")
            .replace("listen 443 ", "listen 127.0.0.1:8449 "));
    Path around =
        Files.writeString(
            folder.resolve("nginx.conf"),
            "pid %1$s/pid; error_log stderr; events {} http { access_log off; include %2$s; }"
                .formatted(folder, site));

    Machine.run("/usr/sbin/nginx", "-t", "-q", "-p", folder + "", "-c", around + "").orFail("");
  }

  @Test
  void systemdTakesEveryUnit() throws IOException {
    machine.install("archive: /srv/archive\n");
    Path units = machine.in("/etc/systemd/system");
    List<String> command = new ArrayList<>(List.of("systemd-analyze", "verify", "--man=no"));
    for (Path unit : Template.files(units)) {
      Files.writeString(unit, Files.readString(unit).replace("/opt/almanac/almanac", "/bin/true"));
      if (unit.getParent().equals(units)) {
        command.add(unit.toString());
      }
    }

    Ran run = Machine.run(command.toArray(new String[0]));

    assertThat(run.out()).isBlank();
    assertThat(Files.readString(units.resolve("almanac-backup.service")))
        .contains("ReadWritePaths=-/srv/archive ");
  }
}
