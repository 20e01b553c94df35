package dev.almanac.ldap;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldif.LDIFException;
import dev.almanac.prometheus.Await;
import dev.almanac.prometheus.LoopbackPort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A real slapd on loopback ports, with the overlay that tells of what a user is a member, a
 * certificate of an authority of its own, and a few people.
 */
public final class Slapd implements AutoCloseable {

  public static final String SERVICE_PASSWORD = "what grafana knows";
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String ROOT = "cn=root,dc=example,dc=com";
  private static final String ROOT_PASSWORD = "of the test";

  private static final String CONFIGURATION =
      """
      include /etc/ldap/schema/core.schema
      include /etc/ldap/schema/cosine.schema
      include /etc/ldap/schema/inetorgperson.schema
      modulepath /usr/lib/ldap
      moduleload back_mdb
      moduleload memberof
      pidfile %1$s/slapd.pid
      TLSCertificateFile %1$s/server.pem
      TLSCertificateKeyFile %1$s/server-key.pem
      disallow bind_anon
      database mdb
      suffix "dc=example,dc=com"
      rootdn "%2$s"
      rootpw "%3$s"
      directory %1$s/data
      overlay memberof
      access to attrs=userPassword by anonymous auth by * none
      access to * by users read by * none
      """;

  /** The tree that monitoring/grafana/ldap.toml names. */
  private static final String[] ENTRIES = {
    "dn: dc=example,dc=com|objectClass: domain|dc: example",
    "dn: ou=people,dc=example,dc=com|objectClass: organizationalUnit|ou: people",
    "dn: ou=services,dc=example,dc=com|objectClass: organizationalUnit|ou: services",
    "dn: ou=groups,dc=example,dc=com|objectClass: organizationalUnit|ou: groups",
    "dn: cn=grafana,ou=services,dc=example,dc=com|objectClass: person|cn: grafana|sn: grafana"
        + "|userPassword: "
        + SERVICE_PASSWORD,
    person("anna"),
    person("ed"),
    person("vera"),
    person("nobody"),
    group("admins", "anna"),
    group("editors", "ed"),
    group("viewers", "anna", "vera"),
    group("others", "nobody")
  };

  private final Path folder;
  private final Process process;
  private final int port = LoopbackPort.free();
  private final int tlsPort = LoopbackPort.free();

  private Slapd(Path folder, String name) throws IOException {
    this.folder = folder;
    Files.createDirectories(folder.resolve("data"));
    makeCertificates(name);
    Path configuration =
        Files.writeString(
            folder.resolve("slapd.conf"), CONFIGURATION.formatted(folder, ROOT, ROOT_PASSWORD));
    process =
        new ProcessBuilder(
                "/usr/sbin/slapd",
                "-f",
                configuration.toString(),
                "-h",
                "ldap://127.0.0.1:%d/ ldaps://127.0.0.1:%d/".formatted(port, tlsPort),
                "-d",
                "stats")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said").toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    Await.until("slapd answers", PATIENCE, this::fill);
  }

  /**
   * Starts it.
   *
   * @param name that its certificate has
   */
  public static Slapd start(Path folder, String name) throws IOException {
    return new Slapd(Files.createDirectories(folder), name);
  }

  private static String person(String name) {
    return "dn: uid=%1$s,ou=people,dc=example,dc=com|objectClass: inetOrgPerson|uid: %1$s|cn: %1$s|sn: %1$s|mail: %1$s@example.com|userPassword: the password of %1$s"
        .formatted(name);
  }

  private static String group(String name, String... members) {
    StringBuilder entry =
        new StringBuilder(
            "dn: cn=monitoring-%1$s,ou=groups,dc=example,dc=com|objectClass: groupOfNames|cn: monitoring-%1$s"
                .formatted(name));
    for (String member : members) {
      entry.append("|member: uid=").append(member).append(",ou=people,dc=example,dc=com");
    }
    return entry.toString();
  }

  private boolean fill() {
    if (!process.isAlive()) {
      throw new AssertionError("slapd ended at once: " + said());
    }
    try (LDAPConnection connection = new LDAPConnection("127.0.0.1", port, ROOT, ROOT_PASSWORD)) {
      for (String entry : ENTRIES) {
        connection.add(entry.split("\\|"));
      }
      return true;
    } catch (LDAPException e) {
      if (e.getResultCode().isConnectionUsable()) {
        throw new AssertionError(said(), e);
      }
      return false;
    } catch (LDIFException e) {
      throw new AssertionError(e);
    }
  }

  private String said() {
    try {
      return Files.readString(folder.resolve("said"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private void makeCertificates(String name) throws IOException {
    String key = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 ";
    openssl(key + "-subj /CN=authority -keyout ca-key.pem -out ca.pem");
    openssl(key + "-subj /CN=another -keyout other-key.pem -out other.pem");
    openssl(
        key
            + "-subj /CN=%1$s -addext subjectAltName=DNS:%1$s".formatted(name)
            + " -addext basicConstraints=CA:FALSE"
            + " -CA ca.pem -CAkey ca-key.pem -keyout server-key.pem -out server.pem");
  }

  private void openssl(String words) throws IOException {
    Process openssl =
        new ProcessBuilder(("openssl " + words).split(" "))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (openssl.waitFor() != 0) {
        throw new AssertionError(words + ": " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Where it speaks plainly, and where StartTLS begins. */
  public int port() {
    return port;
  }

  public int tlsPort() {
    return tlsPort;
  }

  /** The authority that certified it, or one that did not. */
  public Path authority(boolean right) {
    return folder.resolve(right ? "ca.pem" : "other.pem");
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(1, TimeUnit.MINUTES)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
