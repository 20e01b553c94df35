package dev.almanac.prometheus;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Which certificate authorities may vouch for a server that is spoken to by TLS. Immutable. */
public final class Trust implements Serializable {

  private static final long serialVersionUID = 1L;

  /** The authorities that this JVM knows. */
  public static final Trust OF_THE_JVM = new Trust(new byte[0]);

  /** More than any bundle of authorities. */
  private static final int MAX_PEM_BYTES = 16 << 20;

  /** Certificates in PEM; none stands for those of the JVM. */
  private final byte[] pem;

  private Trust(byte[] pem) {
    this.pem = pem;
  }

  /**
   * The authorities in a PEM file, and no others.
   *
   * @throws IllegalArgumentException for a file without certificates
   */
  public static Trust pem(Path file) {
    try {
      if (Files.size(file) > MAX_PEM_BYTES) {
        throw noCertificates(file, "more than " + MAX_PEM_BYTES + " bytes", null);
      }
      Trust trust = new Trust(Files.readAllBytes(file));
      if (trust.certificates().isEmpty()) {
        throw noCertificates(file, "none", null);
      }
      return trust;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the certificates in " + file, e);
    } catch (GeneralSecurityException e) {
      throw noCertificates(file, e.getMessage(), e);
    }
  }

  private static IllegalArgumentException noCertificates(Path file, String found, Exception e) {
    return new IllegalArgumentException(
        file + ": expected certificates of authorities in PEM, found " + found, e);
  }

  private Collection<? extends Certificate> certificates() throws GeneralSecurityException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(pem));
  }

  /** What a client needs to trust them; nothing where the JVM decides by itself. */
  public Optional<SSLContext> context() {
    if (pem.length == 0) {
      return Optional.empty();
    }
    try {
      KeyStore authorities = KeyStore.getInstance(KeyStore.getDefaultType());
      authorities.load(null, null);
      int number = 0;
      for (Certificate certificate : certificates()) {
        authorities.setCertificateEntry("ca-" + number++, certificate);
      }
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(authorities);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return Optional.of(context);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("certificates that were read once cannot be used", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Trust trust && Arrays.equals(pem, trust.pem);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(pem);
  }
}
