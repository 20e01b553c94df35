package dev.almanac.install;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a machine must have before anything is installed on it. */
final class Checks {

  /** What packages and programs take, and a little more. */
  private static final long ROOM = 3 * InstallConfigReader.GIGABYTE;

  private static final Pattern VERSION = Pattern.compile("version (\\d+)\\.(\\d+)");

  private final InstallConfig config;

  Checks(InstallConfig config) {
    this.config = config;
  }

  List<Check> run() throws IOException {
    List<Check> checks = new ArrayList<>();
    checks.add(root());
    checks.add(system());
    checks.add(memory());
    disks(checks);
    for (Service service : Service.of(config)) {
      if (service.port() != 0) {
        checks.add(port(service, service.port()));
      }
    }
    checks.add(port(Service.NGINX, 80));
    prometheus().ifPresent(checks::add);
    secretFiles(checks);
    config.ldap().map(LdapCheck::of).ifPresent(checks::add);
    return checks;
  }

  private static Check root() {
    String user = System.getProperty("user.name");
    return user.equals("root")
        ? Check.good("user", user)
        : Check.bad("user", user, "packages and services need root: sudo ./main.sh");
  }

  private static Check system() throws IOException {
    Path release = Path.of("/etc/os-release");
    Map<String, String> about = Files.exists(release) ? EnvironmentFile.read(release) : Map.of();
    String name = about.getOrDefault("PRETTY_NAME", "unknown");
    boolean known =
        List.of("debian", "ubuntu").contains(about.get("ID"))
            && Files.isExecutable(Path.of("/usr/bin/apt-get"));
    return known
        ? Check.good("system", name)
        : Check.bad("system", name, "it has to be Debian 11 or newer, or Ubuntu 20.04 or newer");
  }

  private Check memory() throws IOException {
    long total =
        Files.readAllLines(Path.of("/proc/meminfo")).stream()
            .filter(line -> line.startsWith("MemTotal:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
            .findFirst()
            .orElse(0);
    long least = config.limits().memory();
    return total >= least
        ? Check.good("memory", gigabytes(total))
        : Check.bad(
            "memory",
            gigabytes(total) + ", and " + gigabytes(least) + " are needed",
            "give the machine more, or, knowing that Prometheus or a training may be killed,"
                + " lower least_memory_gb in install.yaml");
  }

  /** The disk has to be large enough once; room for what is installed it needs each time. */
  private void disks(List<Check> checks) throws IOException {
    List<String> folders = new ArrayList<>(List.of("/var/lib/prometheus", "/opt", "/usr"));
    if (config.archiveIsFolder()) {
      folders.add(config.archive());
    }
    FileStore data = store(folders.get(0));
    long size = data.getTotalSpace();
    long least = config.limits().disk();
    checks.add(
        size >= least
            ? Check.good("disk", gigabytes(size) + " at " + folders.get(0))
            : Check.bad(
                "disk",
                gigabytes(size)
                    + " at "
                    + folders.get(0)
                    + ", and "
                    + gigabytes(least)
                    + " are needed",
                "mount a larger one there, or lower least_disk_gb in install.yaml"));
    for (String folder : folders) {
      long free = store(folder).getUsableSpace();
      if (free < Math.min(ROOM, least)) {
        checks.add(
            Check.bad(
                "disk space",
                "%s free at %s, and %s are needed"
                    .formatted(gigabytes(free), folder, gigabytes(Math.min(ROOM, least))),
                "the disk is full: make room there ('df -h' and 'du -xh --max-depth=2 "
                    + folder
                    + "' show where it went), then run the installation again"));
      }
    }
  }

  private static FileStore store(String folder) throws IOException {
    Path there = Path.of(folder);
    while (!Files.exists(there)) {
      there = there.getParent();
    }
    return Files.getFileStore(there);
  }

  private static Check port(Service service, int port) throws IOException {
    String what = "port " + port;
    Optional<Listener> listener = Listener.of(port);
    if (listener.isEmpty()) {
      return Check.good(what, "free, for " + service.unit());
    }
    return listener.get().isOf(service)
        ? Check.good(what, service.unit() + " has it")
        : Check.bad(
            what,
            listener.get() + " has it, and " + service.unit() + " needs it",
            "end that program, or let it listen elsewhere ('ss -ltnp sport = :" + port + "')");
  }

  /** One that is there already may be too old; of packages to come apt knows the version. */
  private Optional<Check> prometheus() {
    boolean there = Files.isExecutable(Path.of(Service.PROMETHEUS.program()));
    Ran ran =
        there
            ? Machine.run(Service.PROMETHEUS.program(), "--version")
            : Machine.run("apt-cache", "policy", "prometheus");
    Matcher version =
        there
            ? VERSION.matcher(ran.out())
            : Pattern.compile("Candidate: (\\d+)\\.(\\d+)").matcher(ran.out());
    if (!version.find()) {
      return Optional.empty(); // apt has no lists yet: installing the package will tell
    }
    int major = Integer.parseInt(version.group(1));
    int minor = Integer.parseInt(version.group(2));
    String found = major + "." + minor;
    return Optional.of(
        major > 2 || (major == 2 && minor >= 33)
            ? Check.good("Prometheus", found)
            : Check.bad(
                "Prometheus",
                found + ", and 2.33 is the first that takes remote writes as it has to",
                "put a newer one into /usr/bin (https://prometheus.io/download) and hold the"
                    + " package ('apt-mark hold prometheus')"));
  }

  private void secretFiles(List<Check> checks) {
    List<Optional<Path>> files =
        List.of(
            config.alerts().mail().flatMap(InstallConfig.Mail::passwordFile),
            config.alerts().deadManToken(),
            config.ldap().map(InstallConfig.Ldap::passwordFile),
            config.ldap().flatMap(InstallConfig.Ldap::authorities),
            config.certificates().authorities());
    files.stream()
        .flatMap(Optional::stream)
        .filter(file -> !Files.isReadable(file))
        .forEach(
            file ->
                checks.add(
                    Check.bad(
                        "file", file + " is not there", "install.yaml names it: write it first")));
  }

  private static String gigabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f GB", (double) bytes / InstallConfigReader.GIGABYTE);
  }
}
