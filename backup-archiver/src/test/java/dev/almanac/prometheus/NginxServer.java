package dev.almanac.prometheus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A real nginx that speaks TLS, with a certificate of an authority of its own, before another
 * server: below {@code /basic} for a name and a password, below {@code /bearer} for a token.
 */
public final class NginxServer extends Daemon {

  private static final String CONFIGURATION =
      """
      user root;
      daemon off;
      pid nginx.pid;
      error_log stderr;
      events {}
      http {
        access_log off;
        client_body_temp_path body;
        proxy_temp_path proxy;
        fastcgi_temp_path fastcgi;
        uwsgi_temp_path uwsgi;
        scgi_temp_path scgi;
        map $http_authorization $known {
          default no;
          "Bearer %5$s" yes;
        }
        server {
          listen 127.0.0.1:%1$d;
          location = /ready { return 200; }
        }
        server {
          listen 127.0.0.1:%2$d ssl;
          ssl_certificate cert.pem;
          ssl_certificate_key key.pem;
          client_max_body_size 64m;
          location /basic/ {
            auth_basic "metrics";
            auth_basic_user_file %3$s/users;
            proxy_set_header Authorization "";
            proxy_pass %4$s/;
          }
          location /bearer/ {
            if ($known = no) { return 401; }
            proxy_set_header Authorization "";
            proxy_pass %4$s/;
          }
        }
      }
      """;

  private final Path directory;
  private final int tls;

  private NginxServer(Path directory, int port, int tls) {
    super(
        "nginx",
        directory,
        port,
        "/ready",
        List.of("/usr/sbin/nginx", "-p", directory.toString(), "-c", "nginx.conf", "-e", "stderr"));
    this.directory = directory;
    this.tls = tls;
  }

  /**
   * Starts it.
   *
   * @param behind the URL of the other server
   * @param password of {@code watcher}
   */
  public static NginxServer start(Path directory, String behind, String password, String token) {
    int port = LoopbackPort.free();
    int tls = LoopbackPort.free();
    try {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve("users"), "watcher:{PLAIN}" + password + "\n");
      Files.writeString(
          directory.resolve("nginx.conf"),
          CONFIGURATION.formatted(port, tls, directory, behind, token));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String key = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -addext ";
    openssl(
        directory,
        "req -x509 -days 2 -subj /CN=authority -keyout ca-key.pem -out ca.pem "
            + key
            + "basicConstraints=critical,CA:TRUE");
    openssl(
        directory,
        "req -subj /CN=server -keyout key.pem -out request.pem "
            + key
            + "subjectAltName=IP:127.0.0.1");
    openssl(
        directory,
        "x509 -req -in request.pem -CA ca.pem -CAkey ca-key.pem -days 2 -copy_extensions copyall"
            + " -out cert.pem");
    return new NginxServer(directory, port, tls);
  }

  private static void openssl(Path directory, String words) {
    try {
      Process process =
          new ProcessBuilder(("openssl " + words).split(" ", -1))
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("openssl.log").toFile())
              .start();
      if (process.waitFor() != 0) {
        throw new IllegalStateException(
            "openssl " + words + ": " + Files.readString(directory.resolve("openssl.log")));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("install openssl", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The certificate of the authority. */
  public Path authority() {
    return directory.resolve("ca.pem");
  }

  public String basicUrl() {
    return "https://127.0.0.1:" + tls + "/basic";
  }

  public String bearerUrl() {
    return "https://127.0.0.1:" + tls + "/bearer";
  }
}
