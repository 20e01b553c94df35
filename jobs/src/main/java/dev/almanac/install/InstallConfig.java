package dev.almanac.install;

import dev.almanac.config.LogLevel;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is different from site to site: {@code install.yaml} as an object. No secret is in it, only
 * files that hold one.
 *
 * @param name the name by which people reach the monitoring
 * @param operator who signs in to Prometheus and Alertmanager
 * @param archive a folder, or {@code s3://bucket/prefix}
 * @param retention how long Prometheus keeps samples at hand
 * @param ralph Ralph's web servers, {@code HOST:PORT}; empty where {@code targets/ralph.yml} says
 *     it
 * @param ralphHealth the address that says whether Ralph is well; empty where {@code
 *     targets/probe.yml} says it
 * @param nodes machines with a node_exporter; empty where {@code targets/node.yml} says it
 * @param logLevel how much Almanac's services tell; empty for warnings of Almanac, and errors of
 *     what is below it
 */
public record InstallConfig(
    String name,
    String operator,
    CertificateSource certificates,
    String archive,
    Duration retention,
    List<String> ralph,
    Optional<URI> ralphHealth,
    List<String> nodes,
    Grafana grafana,
    Alerts alerts,
    Optional<Ldap> ldap,
    Optional<LogLevel> logLevel,
    Limits limits) {

  /** Where the configuration of the last installation is. */
  public static final String PLACE = "/etc/almanac/install.yaml";

  public InstallConfig {
    ralph = List.copyOf(ralph);
    nodes = List.copyOf(nodes);
  }

  InstallConfig withoutGrafana() {
    return new InstallConfig(
        name,
        operator,
        certificates,
        archive,
        retention,
        ralph,
        ralphHealth,
        nodes,
        new Grafana(false, grafana.repository()),
        alerts,
        ldap,
        logLevel,
        limits);
  }

  /** Whether the archive is a folder of this machine. */
  public boolean archiveIsFolder() {
    return !archive.startsWith("s3://");
  }

  /**
   * Where the certificate of the name comes from.
   *
   * @param certbot whether from a public authority, by certbot; else from one of our own
   * @param email whom that authority writes to
   * @param server the address where certbot asks; empty for its own choice, Let's Encrypt
   * @param authorities who vouches for that server, and for what it issues, in PEM; empty for those
   *     that everybody knows
   */
  public record CertificateSource(
      boolean certbot, Optional<String> email, Optional<URI> server, Optional<Path> authorities) {}

  /**
   * Grafana.
   *
   * @param wanted whether it is to be installed
   * @param repository its packages, as apt knows them
   */
  public record Grafana(boolean wanted, URI repository) {}

  /**
   * Who is told of alerts, and how. Without {@code mail} and {@code webhook} nobody is.
   *
   * @param webhook told of every alert, beside mail or in its place
   * @param deadMan an address that raises the alarm when it is no longer asked
   * @param deadManToken the file with the token it knows us by
   */
  public record Alerts(
      Optional<Mail> mail,
      Optional<URI> webhook,
      Optional<URI> deadMan,
      Optional<Path> deadManToken) {

    /** Whether anybody is told. */
    public boolean delivered() {
      return mail.isPresent() || webhook.isPresent();
    }
  }

  /**
   * Mail to the three teams.
   *
   * @param server {@code HOST:PORT}
   * @param passwordFile the file with the password of {@code user}
   */
  public record Mail(
      String server,
      String from,
      Optional<String> user,
      Optional<Path> passwordFile,
      String infrastructure,
      String dataScience,
      String onCall) {}

  /**
   * The directory that knows who may sign in to Grafana.
   *
   * @param url {@code ldaps://host:636}, or {@code ldap://host:389} for STARTTLS
   * @param authorities the only authorities that may vouch for it, in PEM
   * @param admins the distinguished name of a group, as {@code editors} and {@code viewers}
   */
  public record Ldap(
      URI url,
      String bindDn,
      Path passwordFile,
      Optional<Path> authorities,
      String searchBase,
      String searchFilter,
      String admins,
      String editors,
      String viewers) {

    boolean encryptedFromTheStart() {
      return "ldaps".equals(url.getScheme());
    }

    int port() {
      return url.getPort() >= 0 ? url.getPort() : encryptedFromTheStart() ? 636 : 389;
    }
  }

  /** What the machine must have at least, in bytes. */
  public record Limits(long memory, long disk) {}
}
