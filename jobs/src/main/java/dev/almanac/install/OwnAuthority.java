package dev.almanac.install;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A certificate authority for one name, and the certificate that it gives to nginx. It can vouch
 * for no other name, so whoever trusts it trusts it for no more.
 */
final class OwnAuthority implements Step {

  static final String CA = "/etc/almanac/tls/ca.crt";
  static final String CERTIFICATE = "/etc/almanac/tls/server.crt";
  static final String KEY = "/etc/almanac/tls/server.key";

  private static final String CA_KEY = "/etc/almanac/tls/ca.key";

  /** Longer than what the alert on ending certificates waits for, and a month between two looks. */
  private static final Duration RENEWED_BEFORE_END = Duration.ofDays(60);

  private final Machine machine;
  private final String name;
  private final Clock clock;
  private final CertificateMaker maker;

  OwnAuthority(Machine machine, String name, Clock clock) {
    this.machine = machine;
    this.name = name;
    this.clock = clock;
    this.maker = new CertificateMaker(machine, name);
  }

  @Override
  public String name() {
    return "certificates";
  }

  @Override
  public List<Change> changes() throws IOException {
    Optional<X509Certificate> authority = read(CA);
    if (authority.isEmpty() || !isOurs(authority.get())) {
      return List.of(
          Change.of(
              "make a certificate authority for " + name + ": " + CA,
              () -> maker.makeAuthority(CA, CA_KEY)),
          Change.of(
              "make its certificate for nginx: " + CERTIFICATE,
              () -> maker.makeCertificate(CA, CA_KEY, CERTIFICATE, KEY)));
    }
    Optional<String> wrong = wrongWithCertificate(authority.get());
    return wrong
        .map(
            why ->
                List.of(
                    Change.of(
                        "renew " + CERTIFICATE + ": " + why,
                        () -> maker.makeCertificate(CA, CA_KEY, CERTIFICATE, KEY))))
        .orElse(List.of());
  }

  private boolean isOurs(X509Certificate authority) throws IOException {
    return authority.getSubjectX500Principal().getName().equals(subject())
        && new KeyFile(machine.path(CA_KEY)).isOf(authority)
        && lasts(authority);
  }

  private String subject() {
    return "CN=Monitoring authority,O=" + name;
  }

  private Optional<String> wrongWithCertificate(X509Certificate authority) throws IOException {
    Optional<X509Certificate> found = read(CERTIFICATE);
    if (found.isEmpty()) {
      return Optional.of("there is none");
    }
    if (!new KeyFile(machine.path(KEY)).isOf(found.get())) {
      return Optional.of("its key is not there, or another's");
    }
    try {
      found.get().verify(authority.getPublicKey());
    } catch (GeneralSecurityException e) {
      return Optional.of("it is of another authority");
    }
    if (!lasts(found.get())) {
      return Optional.of("it ends on " + found.get().getNotAfter().toInstant());
    }
    return names(found.get()).contains(name) ? Optional.empty() : Optional.of("the name is new");
  }

  private boolean lasts(X509Certificate certificate) {
    return certificate.getNotAfter().toInstant().isAfter(clock.instant().plus(RENEWED_BEFORE_END));
  }

  private static List<String> names(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null ? List.of() : names.stream().map(pair -> pair.get(1) + "").toList();
    } catch (GeneralSecurityException e) {
      return List.of();
    }
  }

  private Optional<X509Certificate> read(String path) throws IOException {
    Path file = machine.path(path);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file)) {
      return Optional.of(
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in));
    } catch (GeneralSecurityException e) {
      return Optional.empty(); // cut short, or something else: as if it were not there
    }
  }
}
