package dev.almanac.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** A private key in PEM, on an elliptic curve, as openssl writes it. */
record KeyFile(Path file) {

  private static final byte[] ANYTHING = {42};

  /** Whether it is the key of the certificate; one that is not there or cut short is of none. */
  boolean isOf(X509Certificate certificate) throws IOException {
    if (!Files.exists(file)) {
      return false;
    }
    String base64 = Files.readString(file).replaceAll("-----[A-Z ]+-----", "");
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(
          KeyFactory.getInstance("EC")
              .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64))));
      signature.update(ANYTHING);
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(ANYTHING);
      return signature.verify(signed);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }
}
