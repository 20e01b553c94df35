package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.backup.ArchiveListing;
import dev.almanac.backup.SerialBackup;
import dev.almanac.tsdb.synthetic.GeneratedSnapshot;
import dev.almanac.tsdb.synthetic.SnapshotSpec;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code restore.sh} on a machine with live data, where a stand-in for {@code systemctl} says what
 * runs and remembers what it was told. The runbook tells how it was tried with a real systemd.
 */
class RestoreScriptTest {

  private static final String SYSTEMCTL =
      """
      #!/bin/bash
      # A service is a file with its state in it.
      cd "$(dirname "$0")/services" || exit 1
      echo "$*" >> ../calls
      case "$1" in
        show) for last; do :; done; cat "$last" 2>/dev/null || echo inactive ;;
        cat) test -e "${2%.service}" ;;
        stop) shift; for service; do echo inactive > "$service"; done ;;
        start) shift; for service; do cat ../started > "$service"; done ;;
      esac
      """;

  private static Path snapshot;
  private static Path pristine;

  @TempDir private Path home;
  private Path data;

  @BeforeAll
  static void archiveOnce(@TempDir Path shared) throws IOException {
    snapshot = Files.createDirectory(shared.resolve("snapshot"));
    GeneratedSnapshot.write(snapshot, SnapshotSpec.of(40_000, 20).inHeadBlocks(), written -> {});
    pristine = shared.resolve("archive");
    SerialBackup.of(snapshot, pristine);
  }

  @BeforeEach
  void install() throws IOException {
    Path tree = Path.of("..").toRealPath();
    Files.createDirectory(home.resolve("scripts"));
    for (String file : List.of("restore.sh", "verify_restore.sh", "scripts/services.sh")) {
      Files.copy(tree.resolve(file), home.resolve(file));
    }
    executable(
        "almanac",
        "#!/bin/sh\nexec %s -XX:TieredStopAtLevel=1 -cp '%s' %s \"$@\"\n"
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path"),
                Almanac.class.getName()));
    Files.createDirectories(home.resolve("bin/services"));
    executable("bin/systemctl", SYSTEMCTL);
    executable("bin/sleep", "#!/bin/sh\n");
    Files.writeString(home.resolve("bin/started"), "active\n");
    service("prometheus", "active");
    copy(pristine, home.resolve("archive"));
    data = Files.createDirectory(home.resolve("data"));
    Files.writeString(Files.createDirectory(data.resolve("wal")).resolve("00000000"), "log");
  }

  private void executable(String name, String script) throws IOException {
    Path file = Files.writeString(home.resolve(name), script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void service(String name, String state) throws IOException {
    Files.writeString(home.resolve("bin/services").resolve(name), state + "\n");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  private record Ended(int exit, String said) {}

  private Ended script(String name, String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(home.resolve(name).toString()));
    command.addAll(List.of(words));
    Path said = home.resolve("said");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .environment()
        .put("PATH", home.resolve("bin") + File.pathSeparator + System.getenv("PATH"));
    builder.environment().put("ALMANAC_ARCHIVE", home.resolve("archive").toString());
    builder.environment().put("PROMETHEUS_DATA", data.toString());
    int exit = builder.redirectErrorStream(true).redirectOutput(said.toFile()).start().waitFor();
    return new Ended(exit, Files.readString(said));
  }

  /** What was done to services, without what was only asked. */
  private List<String> calls() throws IOException {
    return Files.readAllLines(home.resolve("bin/calls")).stream()
        .filter(call -> !call.startsWith("show") && !call.startsWith("cat"))
        .toList();
  }

  private Path anyFile(String kind) throws IOException {
    try (Stream<Path> files = Files.walk(home.resolve("archive").resolve(kind))) {
      return files.filter(file -> file.toString().endsWith(".parquet")).sorted().findFirst().get();
    }
  }

  private String key(Path file) {
    return home.resolve("archive").relativize(file).toString();
  }

  private void flipABitOf(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.delete(file);
    Files.write(file, bytes);
  }

  private SortedMap<String, String> seen() {
    SortedMap<String, String> seen = ArchiveListing.of(data);
    seen.keySet().removeIf(file -> file.startsWith("."));
    return seen;
  }

  /** Live data is as it was, and what was stopped runs. */
  private void assertThatNothingWasChanged() throws IOException {
    assertThat(ArchiveListing.of(data)).containsOnlyKeys("wal/00000000");
    assertThat(calls()).containsExactly("stop prometheus", "start prometheus");
  }

  @Test
  void stopsAndStartsTheServicesAndPutsLiveDataAside() throws Exception {
    service("ml-forecasting", "activating");
    service("grafana-server", "failed");

    Ended restored = script("restore.sh", "latest", "--force");

    assertThat(restored.exit()).as(restored.said()).isZero();
    assertThat(calls())
        .containsExactly("stop prometheus ml-forecasting", "start prometheus ml-forecasting");
    assertThat(seen()).isEqualTo(ArchiveListing.of(snapshot));
    assertThat(restored.said()).contains("What was there is in ");
    Ended verified = script("verify_restore.sh");
    assertThat(verified.exit()).as(verified.said()).isZero();
    assertThat(verified.said()).contains(data + " is what was archived");
  }

  @Test
  void saysWhichBackupsThereAreWhereTheDateIsWrong() throws Exception {
    Ended restored = script("restore.sh", "2025-01-01", "--force");

    assertThat(restored.exit()).isEqualTo(3);
    assertThat(restored.said())
        .contains("there is no backup \"2025-01-01\"", "there is 2026", "nothing was changed in ");
    assertThatNothingWasChanged();
  }

  @Test
  void refusesABackupOfWhichADayWasDeletedAndSaysWhatToDo() throws Exception {
    Path missing = anyFile("samples");
    Files.delete(missing);

    Ended restored = script("restore.sh", "latest", "--force");

    assertThat(restored.exit()).isEqualTo(3);
    assertThat(restored.said()).contains("damaged: " + key(missing), "--partial");
    assertThatNothingWasChanged();
  }

  @Test
  void refusesABackupWithAFlippedBitAndSaysWhatToDo() throws Exception {
    Path damaged = anyFile("series");
    flipABitOf(damaged);

    Ended restored = script("restore.sh", "latest", "--force");

    assertThat(restored.exit()).isEqualTo(3);
    assertThat(restored.said())
        .contains("damaged: " + key(damaged) + ": expected SHA-256", "--partial");
    assertThatNothingWasChanged();
  }

  @Test
  void tellsOfAServiceThatDoesNotStayUp() throws Exception {
    Files.writeString(home.resolve("bin/started"), "activating\n");

    Ended restored = script("restore.sh", "latest", "--force");

    assertThat(restored.exit()).as(restored.said()).isEqualTo(1);
    assertThat(restored.said())
        .contains("prometheus does not stay up; see: journalctl -u prometheus -n 50");
  }

  @Test
  void saysHowToStartAPrometheusThatHadFailedBefore() throws Exception {
    service("prometheus", "failed");

    Ended restored = script("restore.sh", "latest", "--force");

    assertThat(restored.exit()).as(restored.said()).isZero();
    assertThat(restored.said()).contains("systemctl reset-failed prometheus; systemctl start");
    assertThat(calls()).isEmpty();
  }

  @Test
  void leavesEverythingAloneInADryRun() throws Exception {
    Ended tried = script("restore.sh", "latest", "--force", "--dry-run");

    assertThat(tried.exit()).as(tried.said()).isZero();
    assertThat(tried.said()).contains("Would restore backup ", "only tried, nothing was changed");
    assertThat(home.resolve("bin/calls")).doesNotExist();
    assertThat(ArchiveListing.of(data)).containsOnlyKeys("wal/00000000");
  }
}
