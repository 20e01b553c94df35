package dev.almanac.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Packages of the distribution. None of them starts a server before it is configured. */
final class Packages implements Step {

  /** Debian asks this program whether it may start a service. */
  private static final Path POLICY = Path.of("/usr/sbin/policy-rc.d");

  private static final String NO_STARTS =
      """
      #!/bin/sh
      # Of an installation of the monitoring: nothing starts before it is configured.
      exit 101
      """;

  private static final List<String> APT =
      List.of(
          "apt-get",
          "-y",
          "-q",
          "-o",
          "DPkg::Lock::Timeout=300",
          // Questions about files that were changed have the answer that they stay as they are.
          "-o",
          "Dpkg::Options::=--force-confold",
          "-o",
          "Dpkg::Options::=--force-confdef");

  private static final Map<String, String> QUIET = Map.of("DEBIAN_FRONTEND", "noninteractive");

  private final String name;
  private final List<String> packages;

  Packages(String name, List<String> packages) {
    this.name = name;
    this.packages = List.copyOf(packages);
  }

  /** What everything stands on. */
  static Packages of(InstallConfig config) {
    List<String> packages =
        new ArrayList<>(
            List.of(
                "prometheus",
                "prometheus-alertmanager",
                "prometheus-node-exporter",
                "prometheus-blackbox-exporter",
                "nginx",
                "apache2-utils",
                "openssl",
                "logrotate",
                "rsyslog",
                "ca-certificates"));
    if (config.certificates().certbot()) {
      packages.add("certbot");
    }
    return new Packages("packages", packages);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Change> changes() throws IOException {
    List<Change> changes = new ArrayList<>();
    if (Files.exists(POLICY) && Files.readString(POLICY).equals(NO_STARTS)) {
      changes.add(Change.of("let services start again: " + POLICY, () -> Files.delete(POLICY)));
    }
    if (!Machine.run("dpkg", "--audit").out().isBlank()) {
      changes.add(Change.of("finish what dpkg left half done", Packages::finish));
    }
    List<String> missing = missing();
    if (!missing.isEmpty()) {
      changes.add(Change.of("install " + String.join(" ", missing), () -> install(missing)));
    }
    return changes;
  }

  private List<String> missing() {
    Set<String> missing = new TreeSet<>(packages);
    List<String> query = new ArrayList<>(List.of("dpkg-query", "-W", "-f"));
    query.add("${Package} ${db:Status-Status}\n");
    query.addAll(packages);
    for (String line : Machine.run(query.toArray(new String[0])).out().lines().toList()) {
      if (line.endsWith(" installed")) {
        missing.remove(line.substring(0, line.indexOf(' ')));
      }
    }
    return List.copyOf(missing);
  }

  private static void finish() throws IOException {
    withoutStarts(
        () -> {
          // What lacks packages that were not unpacked is not configured by this; apt gets them.
          Ran configured =
              Machine.run(
                  List.of("dpkg", "--force-confold", "--force-confdef", "--configure", "-a"),
                  QUIET,
                  "");
          Ran ran = apt("install", List.of("--fix-broken"));
          ran.orFail(advice(configured.out() + ran.out()));
        });
  }

  private static void install(List<String> missing) throws IOException {
    withoutStarts(
        () -> {
          Ran first = apt("install", missing);
          if (FullDisk.isSaidBy(first.out())) {
            first.orFail(FullDisk.ADVICE);
          }
          // The lists that are here may be too old to be served; only then are new ones fetched.
          if (!first.ok()) {
            Ran update = apt("update", List.of());
            Ran ran = apt("install", missing);
            ran.orFail(advice(update.out() + ran.out()));
          }
        });
  }

  private static Ran apt(String verb, List<String> words) {
    List<String> command =
        Stream.of(APT, List.of("--no-install-recommends", verb), words)
            .flatMap(List::stream)
            .toList();
    return Machine.run(command, QUIET, "");
  }

  /** What to do about the usual troubles of apt. */
  static String advice(String said) {
    String again = " Then run the installation again: it goes on from here.";
    if (FullDisk.isSaidBy(said)) {
      return FullDisk.ADVICE;
    }
    if (said.contains("Could not get lock")) {
      return "Another program is installing packages. Wait until it is done." + again;
    }
    if (said.matches(
        "(?s).*(Temporary failure resolving|Could not resolve|Could not connect|Unable to"
            + " connect|Connection timed out|Network is unreachable|Failed to fetch).*")) {
      return "The package server cannot be reached. See to the network, or to the addresses in"
          + " /etc/apt/sources.list and sources.list.d."
          + again;
    }
    if (said.contains("Unable to locate package") || said.contains("no installation candidate")) {
      return "The package server does not have it. On Ubuntu the component 'universe' has to be in"
          + " /etc/apt/sources.list."
          + again;
    }
    return "See what apt says above." + again;
  }

  private static void withoutStarts(Change.Action work) throws IOException {
    boolean ours = !Files.exists(POLICY);
    if (ours) {
      Draft.place(
          POLICY,
          draft -> {
            Draft.write(draft, NO_STARTS.getBytes(StandardCharsets.UTF_8));
            Owner.root(0755).give(draft, true);
          });
    }
    try {
      work.run();
    } finally {
      if (ours) {
        Files.deleteIfExists(POLICY);
      }
    }
  }
}
