package dev.almanac.audit;

import dev.almanac.finding.Finding;
import dev.almanac.finding.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Who may read secrets and data, and who may write configuration. */
final class Permissions implements Check {

  /** What may be granted at most on files of a name. */
  private record Limit(String glob, String most, String why) {}

  private static final List<Limit> SECRETS =
      List.of(
          new Limit("/etc/almanac/*.env", "rw-------", "systemd reads it, as root"),
          new Limit("/etc/almanac/secrets/*", "rw-r-----", "only their services need them"),
          new Limit("/etc/grafana/secrets.env", "rw-------", "systemd reads it, as root"),
          new Limit("/etc/grafana/ldap.toml", "rw-r-----", "it may hold the directory's password"),
          new Limit("/etc/grafana/grafana.ini", "rw-r-----", "it may hold passwords"),
          new Limit("/etc/prometheus/*.token", "rw-r-----", "whoever has it reads the ML API"),
          new Limit("/etc/prometheus/secrets/*", "rw-r-----", "only their services need them"),
          new Limit("/etc/nginx/*.htpasswd", "rw-r-----", "hashes can be guessed at leisure"));

  private static final Pattern PRIVATE_KEYS =
      Pattern.compile("(.*-)?(privkey|key)\\d*\\.pem|.*\\.key");

  private static final List<String> CONFIGURATION =
      List.of(
          "/etc/almanac",
          "/etc/prometheus",
          "/etc/grafana",
          "/etc/letsencrypt",
          "/etc/nginx",
          "/etc/systemd/system",
          "/opt/almanac");

  private static final List<String> DATA =
      List.of(
          WrittenSecrets.REPLACED,
          "/var/lib/prometheus/metrics2",
          "/var/lib/grafana/grafana.db",
          "/var/lib/almanac");

  /** All may see which there are, as in /var/log; what is in them is not for all. */
  private static final String LOGS = "/var/log/monitoring";

  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.OTHERS_EXECUTE);

  private final Optional<Path> archive;

  /**
   * @param archive its folder, where it is one
   */
  Permissions(Optional<Path> archive) {
    this.archive = archive;
  }

  @Override
  public String name() {
    return "permissions";
  }

  @Override
  public List<Finding> look(Host host) throws IOException {
    List<Finding> findings = new ArrayList<>();
    Set<Path> seen = new LinkedHashSet<>();
    for (Limit limit : SECRETS) {
      for (Path file : host.matching(limit.glob())) {
        if (Files.isRegularFile(file) && seen.add(file)) {
          secret(host, file, limit.most(), limit.why()).ifPresent(findings::add);
        }
      }
    }
    for (String folder : CONFIGURATION) {
      for (Path file : host.below(folder)) {
        if (PRIVATE_KEYS.matcher(file.getFileName().toString()).matches() && seen.add(file)) {
          secret(host, file, "rw-r-----", "a private key is its server's alone")
              .ifPresent(findings::add);
        }
        configuration(host, file).ifPresent(findings::add);
      }
    }
    for (String name : DATA) {
      if (Files.exists(host.at(name))) {
        data(name, host.at(name)).ifPresent(findings::add);
      }
    }
    if (Files.exists(host.at(LOGS))) {
      configuration(host, host.at(LOGS)).ifPresent(findings::add);
    }
    for (Path log : host.matching(LOGS + "/*")) {
      data(host.name(log), log).ifPresent(findings::add);
    }
    if (archive.isPresent() && Files.exists(archive.get())) {
      data(archive.get().toString(), archive.get()).ifPresent(findings::add);
    }
    return findings;
  }

  private Optional<Finding> secret(Host host, Path file, String most, String why)
      throws IOException {
    Set<PosixFilePermission> granted = Files.getPosixFilePermissions(file);
    if (PosixFilePermissions.fromString(most).containsAll(granted)) {
      return Optional.empty();
    }
    return Optional.of(
        finding(
            Severity.CRITICAL,
            host.name(file),
            PosixFilePermissions.toString(granted),
            most + " at most: " + why,
            "chmod " + octal(most) + " " + host.name(file) + "; then change the secret"));
  }

  private Optional<Finding> configuration(Host host, Path file) throws IOException {
    Set<PosixFilePermission> granted = Files.getPosixFilePermissions(file);
    if (!granted.contains(PosixFilePermission.OTHERS_WRITE)) {
      return Optional.empty();
    }
    return Optional.of(
        finding(
            Severity.CRITICAL,
            host.name(file),
            PosixFilePermissions.toString(granted) + ": anyone on this machine may write it",
            "configuration and programs that only root writes",
            "chmod o-w " + host.name(file) + "; compare it with what was installed"));
  }

  private Optional<Finding> data(String name, Path path) throws IOException {
    Set<PosixFilePermission> granted = Files.getPosixFilePermissions(path);
    Set<PosixFilePermission> open = EnumSet.noneOf(PosixFilePermission.class);
    open.addAll(granted);
    open.retainAll(OTHERS);
    if (open.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        finding(
            open.contains(PosixFilePermission.OTHERS_WRITE) ? Severity.CRITICAL : Severity.WARNING,
            name,
            PosixFilePermissions.toString(granted) + ": not only its service gets in",
            "nothing for others",
            "chmod o-rwx " + name));
  }

  private static String octal(String permissions) {
    int mode = 0;
    for (int i = 0; i < permissions.length(); i++) {
      mode = mode << 1 | (permissions.charAt(i) == '-' ? 0 : 1);
    }
    return Integer.toOctalString(mode);
  }
}
