package dev.almanac.audit;

import dev.almanac.audit.NginxSites.Site;
import dev.almanac.finding.Finding;
import dev.almanac.finding.Severity;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Certificates that end soon, that are too weak, or that name another server. */
final class Certificates implements Check {

  /** As the alerts CertificateExpiring and CertificateAlmostExpired have it. */
  private static final Duration SOON = Duration.ofDays(21);

  private static final Duration VERY_SOON = Duration.ofDays(3);
  private static final int RSA_BITS = 2048;
  private static final int EC_BITS = 256;
  private static final int DNS_NAME = 2;

  private static final List<String> FILES =
      List.of(
          "/etc/almanac/tls/*.pem",
          "/etc/almanac/tls/*.crt",
          "/etc/almanac/ca/*.pem",
          "/etc/prometheus/tls/*.pem",
          "/etc/grafana/tls/*.pem");

  @Override
  public String name() {
    return "certificates";
  }

  @Override
  public List<Finding> look(Host host) throws IOException {
    List<Finding> findings = new ArrayList<>();
    Map<Path, String> files = new LinkedHashMap<>();
    for (Site site : NginxSites.of(host)) {
      Optional<String> named = site.setting("ssl_certificate").map(NginxDirective::value);
      if (site.hasTls() && named.isPresent()) {
        Path file = host.at(named.get());
        if (!Files.isRegularFile(file)) {
          findings.add(missing(site, named.get()));
        } else {
          files.putIfAbsent(file.toRealPath(), named.get());
          findings.addAll(names(site, named.get(), read(host, file)));
        }
      }
    }
    for (String glob : FILES) {
      for (Path file : host.matching(glob)) {
        if (Files.isRegularFile(file)) {
          files.putIfAbsent(file.toRealPath(), host.name(file));
        }
      }
    }
    for (Map.Entry<Path, String> file : files.entrySet()) {
      for (X509Certificate certificate : read(host, file.getKey())) {
        expiry(file.getValue(), certificate, host.now()).ifPresent(findings::add);
        strength(file.getValue(), certificate).ifPresent(findings::add);
      }
    }
    return findings;
  }

  private Finding missing(Site site, String file) {
    return finding(
        Severity.CRITICAL,
        site.where(),
        "its certificate " + file + " is not there: nginx will not start again",
        "a certificate with its key",
        "certbot certonly, or one of your own authority");
  }

  /** The certificates in a file; none where it has a key alone. */
  private static List<X509Certificate> read(Host host, Path file) throws IOException {
    String text = host.text(file);
    List<X509Certificate> certificates = new ArrayList<>();
    if (text.contains("-----BEGIN CERTIFICATE-----")) {
      try {
        Collection<? extends Certificate> found =
            CertificateFactory.getInstance("X.509")
                .generateCertificates(
                    new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
        found.forEach(one -> certificates.add((X509Certificate) one));
      } catch (CertificateException e) {
        throw new IOException(
            file + ": expected certificates in PEM, found what cannot be read: " + e.getMessage(),
            e);
      }
    }
    return certificates;
  }

  private Optional<Finding> expiry(String file, X509Certificate certificate, Instant now) {
    Duration left = Duration.between(now, certificate.getNotAfter().toInstant());
    boolean early = now.isBefore(certificate.getNotBefore().toInstant());
    if (left.compareTo(SOON) >= 0 && !early) {
      return Optional.empty();
    }
    String found =
        early
            ? "not valid before " + certificate.getNotBefore().toInstant()
            : left.isNegative()
                ? "expired at " + certificate.getNotAfter().toInstant()
                : "ends at " + certificate.getNotAfter().toInstant();
    return Optional.of(
        finding(
            early || left.compareTo(VERY_SOON) < 0 ? Severity.CRITICAL : Severity.WARNING,
            where(file, certificate),
            found,
            "valid for " + SOON.toDays() + " days more",
            "docs/runbooks/CertificateExpiring.md"));
  }

  private Optional<Finding> strength(String file, X509Certificate certificate) {
    PublicKey key = certificate.getPublicKey();
    String weak = null;
    if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < RSA_BITS) {
      weak = "an RSA key of " + rsa.getModulus().bitLength() + " bits";
    } else if (key instanceof ECPublicKey ec && ec.getParams().getOrder().bitLength() < EC_BITS) {
      weak = "a key on a curve of " + ec.getParams().getOrder().bitLength() + " bits";
    } else if (certificate.getSigAlgName().toUpperCase(Locale.ROOT).matches("(SHA1|MD[25])WITH.*")
        && !certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
      weak = "signed by " + certificate.getSigAlgName();
    }
    return Optional.ofNullable(weak)
        .map(
            found ->
                finding(
                    Severity.CRITICAL,
                    where(file, certificate),
                    found,
                    "RSA of %d bits, or a curve of %d, signed with SHA-256 or better"
                        .formatted(RSA_BITS, EC_BITS),
                    "make a new key and have it certified"));
  }

  private List<Finding> names(Site site, String file, List<X509Certificate> chain)
      throws IOException {
    List<Finding> findings = new ArrayList<>();
    if (chain.isEmpty()) {
      return findings;
    }
    List<String> certified = certified(chain.get(0));
    for (String name : site.name().split(" ", -1)) {
      boolean real = name.contains(".") && !name.startsWith("~");
      if (real && certified.stream().noneMatch(pattern -> covers(pattern, name))) {
        findings.add(
            finding(
                Severity.CRITICAL,
                where(file, chain.get(0)),
                "names " + certified,
                "the server's name " + name,
                "have a certificate made for " + name));
      }
    }
    return findings;
  }

  private static List<String> certified(X509Certificate certificate) throws IOException {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null
          ? List.of()
          : names.stream()
              .filter(name -> name.get(0).equals(DNS_NAME))
              .map(name -> name.get(1).toString())
              .toList();
    } catch (CertificateParsingException e) {
      throw new IOException("a certificate's names cannot be read: " + e.getMessage(), e);
    }
  }

  private static boolean covers(String pattern, String name) {
    boolean wildcard =
        pattern.startsWith("*.")
            && name.indexOf('.') > 0
            && name.substring(name.indexOf('.')).equalsIgnoreCase(pattern.substring(1));
    return wildcard || pattern.equalsIgnoreCase(name);
  }

  private static String where(String file, X509Certificate certificate) {
    return file + ", " + certificate.getSubjectX500Principal().getName();
  }
}
