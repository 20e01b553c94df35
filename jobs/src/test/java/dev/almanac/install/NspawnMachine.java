package dev.almanac.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.prometheus.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Debian of its own that boots with systemd, without a network, packages at hand. */
final class NspawnMachine {

  static final Path HOME = Path.of("..").toAbsolutePath().normalize();

  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final Pattern ARCHIVE =
      Pattern.compile("(?m)^(?:URIs:\\s*|deb\\s+(?:\\[[^]]*]\\s+)?)(\\S+/debian/?)(?:\\s|$)");

  private static final List<String> PACKAGES =
      List.of(
          "openjdk-17-jre-headless",
          "prometheus",
          "prometheus-alertmanager",
          "prometheus-node-exporter",
          "prometheus-blackbox-exporter",
          "nginx",
          "apache2-utils",
          "openssl",
          "logrotate",
          "ca-certificates",
          "rsyslog",
          "certbot",
          "pebble",
          "curl",
          MovedClock.PACKAGE);

  /** A machine as it is before its first start, with these packages at hand; made once. */
  private static final Path FRESH =
      HOME.resolve("var/system/bookworm-%08x".formatted(PACKAGES.hashCode()));

  private final Path root;
  private final MovedClock clock;
  private Process container;

  private NspawnMachine(Path root) {
    this.root = root;
    this.clock = new MovedClock(root);
  }

  /** Boots a new one in a folder. */
  static NspawnMachine boot(Path root) throws IOException {
    NspawnMachine machine = fresh(root);
    machine.start(List.of());
    return machine;
  }

  /** Boots a new one in a folder, whose systemd goes by a clock of its own. */
  static NspawnMachine bootAt(Instant time, Path root) throws IOException {
    NspawnMachine machine = fresh(root);
    chroot(root, List.of("apt-get", "install", "-y", "-q", MovedClock.PACKAGE));
    // While it boots, systemd asks the kernel for the end of time, and none that is moved will do.
    machine.clock.set(Instant.now());
    machine.start(MovedClock.ENVIRONMENT);
    machine.clock.set(time);
    return machine;
  }

  private static NspawnMachine fresh(Path root) throws IOException {
    if (!Files.isDirectory(FRESH)) {
      prepare();
    }
    Machine.run("cp", "-a", FRESH.toString(), root.toString()).orFail("is the disk full?");
    copyHome(root.resolve("srv/almanac"));
    return new NspawnMachine(root);
  }

  /** From packages of the archive that this machine's apt names. */
  private static void prepare() throws IOException {
    Path draft = FRESH.resolveSibling(FRESH.getFileName() + ".new");
    Machine.run("rm", "-rf", draft.toString()).orFail("");
    Files.createDirectories(draft.getParent());
    Machine.run(
            "debootstrap",
            "--variant=minbase",
            "--include=systemd,systemd-sysv,dbus,ca-certificates,procps,iproute2",
            "bookworm",
            draft.toString(),
            archiveOfThisMachine())
        .orFail("see " + draft + "/debootstrap/debootstrap.log");
    chroot(draft, List.of("apt-get", "-q", "update"));
    List<String> download =
        new ArrayList<>(
            List.of(
                "apt-get", "install", "-y", "-q", "--no-install-recommends", "--download-only"));
    download.addAll(PACKAGES);
    chroot(draft, download);
    Files.writeString(draft.resolve("etc/hostname"), "ralph-mon\n");
    Files.move(draft, FRESH);
  }

  private static String archiveOfThisMachine() throws IOException {
    List<Path> sources = new ArrayList<>(List.of(Path.of("/etc/apt/sources.list")));
    try (Stream<Path> more = Files.list(Path.of("/etc/apt/sources.list.d"))) {
      more.sorted().forEach(sources::add);
    }
    for (Path source : sources) {
      if (Files.isRegularFile(source)) {
        Matcher archive = ARCHIVE.matcher(Files.readString(source));
        if (archive.find()) {
          return archive.group(1);
        }
      }
    }
    throw new IllegalStateException("no archive of Debian in " + sources);
  }

  private static void chroot(Path root, List<String> words) {
    List<String> command = new ArrayList<>(List.of("chroot", root.toString()));
    command.addAll(words);
    Machine.run(command, Map.of("DEBIAN_FRONTEND", "noninteractive"), "").orFail("see above");
  }

  private static void copyHome(Path place) throws IOException {
    new ProgramStep(new Machine(place), HOME)
        .changes()
        .forEach(
            change -> {
              try {
                change.action().run();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  private void start(List<String> environment) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "systemd-nspawn",
                "--register=no",
                "--keep-unit",
                "-D",
                root.toString(),
                "--private-network",
                "--hostname=ralph-mon"));
    environment.forEach(variable -> command.add("--setenv=" + variable));
    command.add("--boot");
    container =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(root.resolveSibling("console.log").toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(container::destroy));
    Await.until(
        "systemd has booted",
        PATIENCE,
        () -> {
          assertThat(container.isAlive()).as("see console.log beside " + root).isTrue();
          // At its start it has children that are gone a moment later.
          return leader()
              .map(pid -> Machine.run(inside(pid, "systemctl", "is-system-running"), Map.of(), ""))
              .filter(state -> state.out().contains("running"))
              .isPresent();
        });
  }

  /** The clock of one that {@link #bootAt} has booted. */
  MovedClock clock() {
    return clock;
  }

  /** A path inside, seen from outside. */
  Path path(String absolute) {
    return root.resolve(absolute.substring(1));
  }

  /** Runs a program inside. */
  Ran run(String... words) {
    return Machine.run(inside(words), Map.of(), "");
  }

  /** What a line of shell says inside, which has to succeed. */
  String shell(String line) {
    return run("sh", "-c", line).orFail("see above");
  }

  /** Runs the installer inside, from the folder that it was copied to. */
  Ran install(String... words) {
    List<String> command = new ArrayList<>(List.of("/srv/almanac/opt/almanac/main.sh"));
    command.addAll(List.of(words));
    return run(command.toArray(new String[0]));
  }

  /** Starts a program inside, which the caller ends. */
  Process begin(String... words) throws IOException {
    return new ProcessBuilder(inside(words))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private List<String> inside(String... words) {
    return inside(leader().orElseThrow(), words);
  }

  /** The first process of the container. */
  private Optional<Long> leader() {
    return container.children().map(ProcessHandle::pid).findFirst();
  }

  private static List<String> inside(long leader, String... words) {
    List<String> command =
        new ArrayList<>(
            List.of("nsenter", "-t", leader + "", "-m", "-u", "-i", "-n", "-p", "-r", "-w", "-C"));
    command.addAll(
        List.of(
            "env",
            "-i",
            "HOME=/root",
            "LANG=C.UTF-8",
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"));
    command.addAll(List.of(words));
    return command;
  }

  void powerOff() throws InterruptedException {
    Machine.run(inside("systemctl", "poweroff"), Map.of(), "");
    if (!container.waitFor(PATIENCE.toMinutes(), TimeUnit.MINUTES)) {
      container.destroyForcibly().waitFor();
    }
  }
}
