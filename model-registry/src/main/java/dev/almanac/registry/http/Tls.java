package dev.almanac.registry.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * A certificate and its key, as certbot and openssl write them.
 *
 * @param certificates PEM: the server's own first, then those that lead to a known one
 * @param key PEM, PKCS 8, without a password
 */
public record Tls(Path certificates, Path key) {

  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
  private static final String ALIAS = "server";

  /**
   * What Jetty makes connections with.
   *
   * @throws IOException where a file is missing or not what it is to be; the message says which
   */
  SslContextFactory.Server factory() throws IOException {
    try {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(null, null);
      keys.setKeyEntry(ALIAS, privateKey(), new char[0], chain());
      SslContextFactory.Server factory = new SslContextFactory.Server();
      factory.setKeyStore(keys);
      factory.setKeyStorePassword("");
      factory.setIncludeProtocols("TLSv1.3", "TLSv1.2");
      factory.setSniRequired(false);
      return factory;
    } catch (GeneralSecurityException e) {
      throw new IOException(
          "%s and %s make no certificate with its key: %s"
              .formatted(certificates, key, e.getMessage()),
          e);
    }
  }

  private Certificate[] chain() throws IOException, GeneralSecurityException {
    byte[] pem = Files.readAllBytes(certificates);
    Collection<? extends Certificate> chain =
        CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem));
    if (chain.isEmpty()) {
      throw new IOException(certificates + ": expected certificates in PEM, found none");
    }
    return chain.toArray(Certificate[]::new);
  }

  private PrivateKey privateKey() throws IOException, GeneralSecurityException {
    Matcher pem = KEY.matcher(Files.readString(key, StandardCharsets.ISO_8859_1));
    if (!pem.find()) {
      throw new IOException(
          "%s: expected a key in PEM that begins with \"BEGIN PRIVATE KEY\"; openssl pkcs8 -topk8 -nocrypt makes one of any other"
              .formatted(key));
    }
    byte[] encoded = Base64.getMimeDecoder().decode(pem.group(1));
    for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      } catch (InvalidKeySpecException e) {
        // It is of the next algorithm; that it is of none is said below.
      }
    }
    throw new IOException(key + ": expected a key of RSA, EC or Ed25519, found another");
  }
}
