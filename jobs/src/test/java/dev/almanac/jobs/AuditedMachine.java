package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The files of a machine that is as it should be: those of monitoring/, with secrets of its own.
 */
final class AuditedMachine {

  private static final Path MONITORING = Path.of("../monitoring");
  private static final String LIVE = "/etc/letsencrypt/live/monitoring.example.com";

  /** A password that is none of those that are tried, by bcrypt. */
  private static final String HTPASSWD =
      "operator:$2y$05$i/x6dfOjZ5DT2PxvgXBrEekUJlsKxA4wKh.OeNzTIFF3ZM.ol/Q0q\n";

  private final Path root;

  /**
   * @param made where the key and the certificate are that nothing is wrong with
   */
  AuditedMachine(Path root, Path made) throws IOException {
    this.root = root;
    copy("prometheus", "/etc/prometheus");
    copy("alertmanager", "/etc/prometheus");
    copy("grafana/provisioning", "/etc/grafana/provisioning");
    copy("systemd", "/etc/systemd/system");
    write("/etc/grafana/grafana.ini", text("grafana/grafana.ini"), "rw-r-----");
    write("/etc/grafana/ldap.toml", text("grafana/ldap.toml"), "rw-r-----");
    write(
        "/etc/grafana/secrets.env",
        "GF_SECURITY_ADMIN_PASSWORD=pY3vq0yBd8sVYw6T\nGF_SECURITY_SECRET_KEY=0c8JrXbq2kQm7wEz\n",
        "rw-------");
    write("/etc/almanac/almanac.env", text("systemd/almanac.env"), "rw-------");
    write("/etc/prometheus/almanac.token", "almanac_0_x\n", "rw-r-----");
    write("/etc/nginx/sites-enabled/monitoring", text("nginx/monitoring.conf"), "rw-r--r--");
    write(
        "/etc/nginx/nginx.conf",
        """
        events {}
        http {
          ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3; # as Debian has it
          include /etc/nginx/sites-enabled/*;
        }
        """,
        "rw-r--r--");
    write("/etc/nginx/monitoring.htpasswd", HTPASSWD, "rw-r-----");
    write(LIVE + "/fullchain.pem", Files.readString(made.resolve("fullchain.pem")), "rw-r--r--");
    write(LIVE + "/privkey.pem", Files.readString(made.resolve("privkey.pem")), "rw-------");
    mode("/etc/almanac/replaced", "rwx------");
    write(
        "/etc/almanac/replaced/etc/prometheus/alertmanager.yml",
        "global:\n  smtp_auth_password: 'password'\n",
        "rw-r--r--");
    mode("/var/log/monitoring", "rwxr-xr-x");
    write("/var/log/monitoring/prometheus.log", "INFO it runs\n", "rw-r-----");
    mode("/backup/monitoring", "rwxr-x---");
  }

  Path root() {
    return root;
  }

  Path archive() {
    return at("/backup/monitoring");
  }

  Path at(String name) {
    return root.resolve(name.substring(1));
  }

  private static String text(String file) throws IOException {
    return Files.readString(MONITORING.resolve(file));
  }

  private void copy(String from, String to) throws IOException {
    Path source = MONITORING.resolve(from);
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        write(to + "/" + source.relativize(file), Files.readString(file), "rw-r--r--");
      }
    }
  }

  void write(String name, String text, String mode) throws IOException {
    Files.createDirectories(at(name).getParent());
    Files.writeString(at(name), text);
    Files.setPosixFilePermissions(at(name), PosixFilePermissions.fromString(mode));
  }

  /** Makes a folder where there is nothing of that name. */
  void mode(String name, String mode) throws IOException {
    if (!Files.exists(at(name))) {
      Files.createDirectories(at(name));
    }
    Files.setPosixFilePermissions(at(name), PosixFilePermissions.fromString(mode));
  }

  void edit(String name, UnaryOperator<String> change) {
    try {
      String before = Files.readString(at(name));
      String after = change.apply(before);
      assertThat(after).as("nothing was changed in " + name).isNotEqualTo(before);
      Files.writeString(at(name), after);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts a real certificate in nginx's place. */
  void certificate(String options, String name) throws IOException {
    makeCertificate(at(LIVE), options, name);
  }

  static void makeCertificate(Path folder, String options, String name) throws IOException {
    Process openssl =
        new ProcessBuilder(
                ("openssl req -x509 -nodes -subj /CN=%1$s -addext subjectAltName=DNS:%1$s -keyout privkey.pem -out fullchain.pem "
                            .formatted(name)
                        + options)
                    .split(" "))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      assertThat(openssl.waitFor()).as(said).isZero();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
