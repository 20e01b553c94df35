package dev.almanac.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.almanac.backup.BackupConfigReader;
import dev.almanac.training.TrainingConfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds of docker-compose.yml without a Docker to run it. */
class ComposeTest {

  private static final Path FILE = MonitoringTree.ROOT.resolve("docker-compose.yml");
  private static final Pattern DEFAULT = Pattern.compile("\\$\\{\\w+:-([^}]*)}");

  /** What scripts/compose.sh makes. */
  private static final String MADE = "./var/compose/";

  /** A service, with what it takes from others by anchors. */
  record Service(String name, JsonNode yaml) {
    @Override
    public String toString() {
      return name;
    }

    List<String> texts(String key) {
      List<String> texts = new ArrayList<>();
      yaml.path(key).forEach(text -> texts.add(text.asText()));
      return texts;
    }
  }

  static Service service(String name) {
    return services().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }

  static List<Service> services() {
    List<Service> services = new ArrayList<>();
    MonitoringTree.yaml(FILE)
        .path("services")
        .properties()
        .forEach(one -> services.add(new Service(one.getKey(), merged(one.getValue()))));
    return services;
  }

  /** YAML 1.2 knows no merging: compose does it itself. */
  private static JsonNode merged(JsonNode node) {
    Map<String, JsonNode> merged = new TreeMap<>();
    if (node.has("<<")) {
      merged(node.path("<<")).properties().forEach(one -> merged.put(one.getKey(), one.getValue()));
    }
    node.properties().forEach(one -> merged.put(one.getKey(), one.getValue()));
    merged.remove("<<");
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    merged.forEach(result::set);
    return result;
  }

  @Test
  void hasEveryPartOfTheMonitoring() {
    assertThat(services())
        .extracting(Service::name)
        .contains(
            "prometheus",
            "alertmanager",
            "node-exporter",
            "blackbox",
            "grafana",
            "minio",
            "zookeeper",
            "jobmanager",
            "taskmanager",
            "api",
            "scoring",
            "nginx",
            "scheduler");
  }

  @ParameterizedTest
  @MethodSource("services")
  void itsImageIsOfOneRelease(Service service) {
    String image = DEFAULT.matcher(service.yaml().path("image").asText()).replaceAll("$1");

    assertThat(image)
        .matches("[a-z0-9./-]+:[A-Za-z0-9._-]*\\d[A-Za-z0-9._-]*")
        .doesNotContain("latest");
    // It has left Docker Hub.
    assertThat(image).doesNotStartWith("minio/");
  }

  @ParameterizedTest
  @MethodSource("services")
  void itMayDoLittle(Service service) {
    assertThat(service.yaml().path("user").asText()).startsWith("${ALMANAC_UID:?");
    assertThat(service.yaml().path("read_only").asBoolean()).isTrue();
    assertThat(service.texts("cap_drop")).containsExactly("ALL");
    assertThat(service.texts("security_opt")).containsExactly("no-new-privileges:true");
    assertThat(service.yaml().has("privileged")).isFalse();
    assertThat(service.yaml().has("mem_limit") && service.yaml().has("cpus")).isTrue();
    assertThat(service.texts("volumes")).noneMatch(volume -> volume.contains("docker.sock"));
  }

  @ParameterizedTest
  @MethodSource("services")
  void itIsAskedWhetherItIsWell(Service service) {
    assertThat(service.yaml().at("/healthcheck/test/0").asText()).isEqualTo("CMD");
    assertThat(service.yaml().at("/healthcheck/interval").asText()).isEqualTo("30s");
  }

  @ParameterizedTest
  @MethodSource("services")
  void onlyNginxCanBeReached(Service service) {
    boolean door = service.name().equals("nginx");
    boolean store = service.name().equals("minio");

    assertThat(service.yaml().has("ports")).isEqualTo(door);
    assertThat(service.yaml().path("network_mode").asText())
        .isEqualTo(door || store ? "" : "service:nginx");
    assertThat(service.texts("networks"))
        .containsExactly(
            door
                ? new String[] {"edge", "storage"}
                : store ? new String[] {"storage"} : new String[0]);
    assertThat(String.join(" ", service.texts("command")))
        .doesNotContain("0.0.0.0", "listen-address=:");
  }

  @ParameterizedTest
  @MethodSource("services")
  void whatItReadsIsThereOrMade(Service service) {
    for (String volume : service.texts("volumes")) {
      String source = volume.substring(0, volume.indexOf(':'));
      if (!source.startsWith(MADE) && !source.equals("/")) {
        assertThat(MonitoringTree.ROOT.resolve(source)).as(volume).exists();
        assertThat(volume).as("what is shipped is not written").endsWith(":ro");
        assertThat(source).matches("\\./(monitoring|docs|compose|flink-conf)(/.*)?");
      }
    }
  }

  @Test
  void prometheusHasTheFlagsOfItsUnit() {
    String unit =
        MonitoringTree.text(MonitoringTree.MONITORING.resolve("prometheus/prometheus.env"));
    List<String> flags =
        Pattern.compile("(?m)^(?:ARGS=\"|  )(--[^ \"]+)")
            .matcher(unit)
            .results()
            .map(flag -> flag.group(1))
            .toList();

    assertThat(flags).hasSizeGreaterThan(6);
    assertThat(service("prometheus").texts("command")).containsExactlyElementsOf(flags);
  }

  /** Before it goes only what config.yaml leaves to each site. */
  @ParameterizedTest
  @ValueSource(strings = {"zookeeper", "jobmanager", "taskmanager"})
  void flinkHasTheConfigurationOfEveryOtherCluster(String name) {
    Service service = service(name);
    List<String> entrypoint = service.texts("entrypoint");

    assertThat(service.texts("command")).containsExactly(name);
    assertThat(entrypoint).startsWith("/opt/almanac/flink.sh", "--conf=/etc/flink");
    assertThat(service.texts("volumes")).contains("./flink-conf:/etc/flink:ro");
    assertThat(entrypoint.subList(entrypoint.indexOf("-D"), entrypoint.size()))
        .hasSize(2)
        .last()
        .asString()
        .startsWith("high-availability.zookeeper.quorum=");
    assertThat(MonitoringTree.text(MonitoringTree.ROOT.resolve("flink-conf/config.yaml")))
        .contains("\n# high-availability.zookeeper.quorum: ");
    assertThat(MonitoringTree.files(MonitoringTree.ROOT.resolve("compose"), "config.yaml"))
        .isEmpty();
  }

  @Test
  void itHoldsNoSecret() {
    JsonNode yaml = MonitoringTree.yaml(FILE);
    yaml.path("secrets")
        .forEach(
            secret -> assertThat(secret.path("file").asText()).startsWith("var/compose/secrets/"));
    for (Service service : services()) {
      service
          .yaml()
          .path("environment")
          .properties()
          .forEach(
              one -> {
                boolean secret = one.getKey().matches(".*(PASSWORD|SECRET|TOKEN|KEY|USER)(_\\w+)?");
                assertThat(!secret || one.getValue().asText().startsWith("/run/secrets/"))
                    .as(one.getKey())
                    .isTrue();
              });
    }
  }

  @Test
  void nightlyWorkHasConfigurationThatAlmanacTakes() {
    Path compose = MonitoringTree.ROOT.resolve("compose");

    assertThat(BackupConfigReader.read(compose.resolve("backup.yaml"))).isNotNull();
    assertThat(TrainingConfigReader.read(compose.resolve("training.yaml"))).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          23:00 | 1 | backup --config /etc/almanac/backup.yaml --textfile
          01:00 | 1 | train --config /etc/almanac/training.yaml --prometheus http://127.0.0.1:9090 --textfile
          03:00 | 1 | drill --textfile
          05:00 | 7 | prune --keep 30d models gc --keep 14
          05:00 | 1 | ''
          12:00 | 7 | ''
          """)
  void nightlyWorkIsDoneAtTheHoursOfTheTimers(
      String minute, String day, String work, @TempDir Path folder) throws IOException {
    Path almanac =
        Files.writeString(
            folder.resolve("almanac"), "#!/bin/sh\necho \"$@\" >> " + folder + "/said\n");
    Files.setPosixFilePermissions(almanac, PosixFilePermissions.fromString("rwx------"));

    ToolRun run =
        ToolRun.of("env", "ALMANAC_COMMAND=" + almanac, "compose/schedule.sh", minute, day);

    assertThat(run.exit()).as(run.said()).isZero();
    Path said = folder.resolve("said");
    assertThat(Files.exists(said) ? Files.readString(said).replace("\n", " ") : "")
        .startsWith(work)
        .matches(all -> !work.isEmpty() || all.isEmpty());
  }

  /** Twice: the second time it changes nothing. */
  @Test
  void secretsAreMadeOnceAndForOneUserAlone(@TempDir Path home) throws IOException {
    ToolRun first = ToolRun.of("env", "COMPOSE_HOME=" + home, "scripts/compose.sh");
    assertThat(first.exit()).as(first.said()).isZero();
    Map<String, String> before = secrets(home);

    ToolRun second = ToolRun.of("env", "COMPOSE_HOME=" + home, "scripts/compose.sh");

    assertThat(second.exit()).as(second.said()).isZero();
    assertThat(secrets(home)).isEqualTo(before).containsKey("monitoring.htpasswd");
    assertThat(before.get("monitoring.htpasswd")).startsWith("operator:$6$");
    assertThat(Files.readString(home.resolve(".env"))).doesNotContain("ALMANAC_UID=0");
  }

  private static Map<String, String> secrets(Path home) throws IOException {
    Map<String, String> secrets = new TreeMap<>();
    try (Stream<Path> files = Files.list(home.resolve("var/compose/secrets"))) {
      for (Path file : files.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .as(file.toString())
            .isEqualTo("rw-------");
        secrets.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return secrets;
  }
}
