package dev.almanac.install;

import dev.almanac.install.InstallConfig.CertificateSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** certbot, asking the ACME server that {@code install.yaml} names. */
record Certbot(CertificateSource source) {

  /** Who vouches for an ACME server of one's own, where all programs may read it. */
  static final String AUTHORITIES = "/etc/almanac/tls/acme-ca.crt";

  /** certbot keeps it with the certificate, so that its own timer has nginx take a new one too. */
  private static final List<String> HOOK = List.of("--deploy-hook", "systemctl reload nginx");

  /** Who vouches for the certificates of a source; empty for those that everybody knows. */
  static Optional<String> authority(CertificateSource source) {
    return source.certbot()
        ? source.authorities().map(given -> AUTHORITIES)
        : Optional.of(OwnAuthority.CA);
  }

  /** Asks for a certificate for the first time, and lets nginx answer for the name. */
  Ran get(String name) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "certonly",
                "--webroot",
                "--webroot-path",
                "/var/www/letsencrypt",
                "--domain",
                name,
                "--non-interactive",
                "--agree-tos"));
    source
        .email()
        .ifPresentOrElse(
            email -> words.addAll(List.of("--email", email)),
            () -> words.add("--register-unsafely-without-email"));
    source.server().ifPresent(server -> words.addAll(List.of("--server", server.toString())));
    return run(words);
  }

  /** Renews what has less than a third of its time left, at once: by default it waits minutes. */
  Ran renew() {
    return run(List.of("renew", "--quiet", "--no-random-sleep-on-renew"));
  }

  private Ran run(List<String> words) {
    List<String> command = new ArrayList<>(List.of("certbot"));
    command.addAll(words);
    command.addAll(HOOK);
    return Machine.run(
        command,
        source.authorities().isPresent() ? Map.of("REQUESTS_CA_BUNDLE", AUTHORITIES) : Map.of(),
        "");
  }
}
