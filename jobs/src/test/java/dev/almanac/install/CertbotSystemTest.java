package dev.almanac.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.prometheus.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Certificates by certbot, from an ACME server of one's own: Let's Encrypt's own test server, on
 * the same Debian. A test stands on those before it.
 */
@Tag("needs-system")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CertbotSystemTest {

  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final String NAME = "mon.company.test";
  private static final String SITE = "/root/install.yaml";
  private static final String RENEWAL = "/etc/letsencrypt/renewal/" + NAME + ".conf";

  private static final String CONFIG =
      """
      name: mon.company.test
      grafana: false
      tls: certbot
      acme_server: https://localhost:14000/dir
      acme_ca_file: /root/acme.pem
      """;

  /** Certificates of 25 days: due as soon as they are there, by certbot's bound of 30. */
  private static final String PEBBLE =
      """
      {"pebble": {
        "listenAddress": "127.0.0.1:14000",
        "managementListenAddress": "127.0.0.1:15000",
        "certificate": "/root/pebble.crt",
        "privateKey": "/root/pebble.key",
        "httpPort": 80,
        "tlsPort": 443,
        "ocspResponderURL": "",
        "externalAccountBindingRequired": false,
        "certificateValidityPeriod": 2160000
      }}
      """;

  @TempDir private static Path folder;
  private static NspawnMachine machine;

  @BeforeAll
  static void boot() throws IOException {
    machine = NspawnMachine.boot(folder.resolve("root"));
    run(
        "apt-get install -y -q --no-install-recommends openjdk-17-jre-headless openssl curl"
            + " pebble");
    run(
        "openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=localhost -days 300 -addext"
            + " subjectAltName=DNS:localhost -out /root/pebble.crt -keyout /root/pebble.key");
    Files.writeString(machine.path("/root/pebble.json"), PEBBLE);
    Files.writeString(machine.path("/etc/hosts"), "127.0.0.1 localhost\n");
    // By the last variable what was proved for one certificate is not good for the next.
    run(
        "systemd-run --quiet --unit=pebble --setenv=PEBBLE_VA_NOSLEEP=1"
            + " --setenv=PEBBLE_WFE_NONCEREJECT=0 --setenv=PEBBLE_AUTHZREUSE=0"
            + " pebble -config /root/pebble.json");
    String root = "curl -sf --cacert /root/pebble.crt https://localhost:15000/roots/0";
    Await.until("the ACME server answers", PATIENCE, () -> machine.run("sh", "-c", root).ok());
    run("{ cat /root/pebble.crt; " + root + "; } > /root/acme.pem");
    Files.writeString(machine.path(SITE), CONFIG);
  }

  @AfterAll
  static void powerOff() throws InterruptedException {
    if (machine != null) {
      machine.powerOff();
    }
  }

  private static String run(String command) {
    return machine.shell(command);
  }

  /** The serial number of the certificate that nginx answers with. */
  private static String served() {
    return run(
        "openssl s_client -connect %1$s:443 -servername %1$s </dev/null 2>/dev/null | openssl x509 -noout -serial"
            .formatted(NAME));
  }

  private static String kept() {
    return run("openssl x509 -noout -serial -in /etc/letsencrypt/live/" + NAME + "/fullchain.pem");
  }

  private static Ran renewedBy(String service) {
    return machine.run("systemctl", "start", service);
  }

  private static String log() {
    return run("cat /var/log/monitoring/almanac-certificates.log");
  }

  /** nginx takes a new one a moment after it was asked to. */
  private static void awaitServed(String other) {
    Await.until("nginx serves another certificate", PATIENCE, () -> !served().equals(other));
    assertThat(served()).isEqualTo(kept());
  }

  @Test
  @Order(1)
  void theInstallationGetsItsCertificateFromTheAcmeServerThatIsNamed() {
    Ran run = machine.install("--config", SITE, "--wait", "15m");

    assertThat(run.exit()).as(run.out()).isZero();
    assertThat(run.out()).contains("get a certificate for " + NAME).doesNotContain("NOT WELL");
    assertThat(served()).isEqualTo(kept());
    assertThat(run("curl -sf --cacert /root/acme.pem https://" + NAME + "/healthz"))
        .isEqualTo("ok\n");
    assertThat(
            run(
                "curl -sf 'http://127.0.0.1:9115/probe?module=https_2xx&target=https://%s/healthz'"
                    .formatted(NAME)))
        .contains("probe_success 1\n");
    assertThat(machine.install().out()).contains("Nothing changed");
  }

  @Test
  @Order(2)
  void whatIsNotDueStays() {
    String before = served();
    run("sed -i '1i renew_before_expiry = 10 days' " + RENEWAL);

    assertThat(renewedBy("almanac-certificates").ok()).as(log()).isTrue();

    assertThat(kept()).isEqualTo(before);
    assertThat(served()).isEqualTo(before);
    run("sed -i /^renew_before_expiry/d " + RENEWAL);
  }

  @Test
  @Order(3)
  void whatIsDueIsRenewedAndServed() {
    String before = served();

    assertThat(renewedBy("almanac-certificates").ok()).as(log()).isTrue();

    awaitServed(before);
  }

  @Test
  @Order(4)
  void certbotsOwnTimerRenewsAndHasItServedToo() {
    String before = served();

    assertThat(renewedBy("certbot").ok()).isTrue();

    awaitServed(before);
  }

  @Test
  @Order(5)
  void oneThatIsRefusedLeavesTheOldInPlaceAndIsToldAndTheNextHeals() {
    String before = served();
    run("mkdir -p /var/www/letsencrypt/.well-known/acme-challenge");
    run("sed -i 's#root /var/www/letsencrypt;#root /nowhere;#' " + NginxFiles.SITE);
    run("echo proof > /var/www/letsencrypt/.well-known/acme-challenge/proof");
    run("systemctl reload nginx");
    String proof = "curl -sf http://" + NAME + "/.well-known/acme-challenge/proof";
    Await.until("nginx proves nothing", PATIENCE, () -> !machine.run("sh", "-c", proof).ok());

    assertThat(renewedBy("almanac-certificates").ok()).isFalse();

    assertThat(kept()).isEqualTo(before);
    assertThat(served()).isEqualTo(before);
    Await.until("the log tells", PATIENCE, () -> log().contains("nginx goes on with the"));
    assertThat(log())
        .contains(" ERROR almanac: 'certbot renew")
        .contains("Some challenges have failed");

    assertThat(machine.install("--wait", "15m").out()).contains("change " + NginxFiles.SITE);
    assertThat(renewedBy("almanac-certificates").ok()).as(log()).isTrue();
    awaitServed(before);
  }
}
