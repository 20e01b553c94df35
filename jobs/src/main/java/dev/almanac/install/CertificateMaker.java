package dev.almanac.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Makes certificates by openssl: the JDK reads them, and makes them only by keytool, whose keys
 * nginx does not take.
 *
 * @param name whom they are for
 */
record CertificateMaker(Machine machine, String name) {

  private static final int DAYS = 180;
  private static final int DAYS_OF_CA = 3650;

  private static final String[] NEW_KEY = {
    "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"
  };

  /** Makes an authority for the name, which can vouch for no other. */
  void makeAuthority(String ca, String caKey) throws IOException {
    inDraft(
        draft -> {
          Path settings = draft.resolve("ca.cnf");
          Files.writeString(
              settings,
              """
              [req]
              distinguished_name = subject
              x509_extensions = authority
              prompt = no
              [subject]
              O = %1$s
              CN = Monitoring authority
              [authority]
              basicConstraints = critical, CA:TRUE, pathlen:0
              keyUsage = critical, keyCertSign, cRLSign
              subjectKeyIdentifier = hash
              nameConstraints = critical, permitted;DNS:%1$s
              """
                  .formatted(name));
          openssl(
              draft,
              "req",
              "-x509",
              "-new",
              "-config",
              settings + "",
              "-days",
              DAYS_OF_CA + "",
              "-keyout",
              "ca.key",
              "-out",
              "ca.crt");
          place(draft.resolve("ca.key"), caKey, draft.resolve("ca.crt"), ca);
        });
  }

  /** Makes a certificate of the authority, with a key of its own. */
  void makeCertificate(String ca, String caKey, String certificate, String key) throws IOException {
    inDraft(
        draft -> {
          Path settings = draft.resolve("server.cnf");
          Files.writeString(
              settings,
              """
              [req]
              distinguished_name = subject
              prompt = no
              [subject]
              CN = Monitoring
              [server]
              basicConstraints = critical, CA:FALSE
              keyUsage = critical, digitalSignature
              extendedKeyUsage = serverAuth
              subjectKeyIdentifier = hash
              authorityKeyIdentifier = keyid
              subjectAltName = DNS:%s
              """
                  .formatted(name));
          openssl(
              draft,
              "req",
              "-new",
              "-config",
              settings + "",
              "-keyout",
              "server.key",
              "-out",
              "server.csr");
          byte[] serial = new byte[16];
          new SecureRandom().nextBytes(serial);
          serial[0] &= 0x7f;
          Machine.run(
                  "openssl",
                  "x509",
                  "-req",
                  "-sha256",
                  "-days",
                  DAYS + "",
                  "-in",
                  draft.resolve("server.csr") + "",
                  "-CA",
                  machine.path(ca) + "",
                  "-CAkey",
                  machine.path(caKey) + "",
                  "-set_serial",
                  "0x" + HexFormat.of().formatHex(serial),
                  "-extfile",
                  settings + "",
                  "-extensions",
                  "server",
                  "-out",
                  draft.resolve("server.crt") + "")
              .orFail("No certificate was made; see above.");
          place(draft.resolve("server.key"), key, draft.resolve("server.crt"), certificate);
        });
  }

  private interface Making {
    void in(Path draft) throws IOException;
  }

  /** In a folder that nobody else reads. */
  private static void inDraft(Making making) throws IOException {
    Path draft = Files.createTempDirectory("almanac-tls");
    try {
      making.in(draft);
    } finally {
      for (Path file : Template.files(draft)) {
        Files.delete(file);
      }
      Files.delete(draft);
    }
  }

  private static void openssl(Path draft, String... words) {
    List<String> command = new ArrayList<>(List.of("openssl"));
    for (String word : words) {
      boolean output = word.endsWith(".key") || word.endsWith(".crt") || word.endsWith(".csr");
      command.add(output ? draft.resolve(word) + "" : word);
    }
    command.addAll(List.of(NEW_KEY));
    Machine.run(command.toArray(new String[0])).orFail("No certificate was made; see above.");
  }

  /** A key and its certificate: neither moves before there was room for both. */
  private void place(Path madeKey, String key, Path madeCertificate, String certificate)
      throws IOException {
    try (Draft secret = Draft.of(machine.path(key));
        Draft open = Draft.of(machine.path(certificate))) {
      fill(secret, madeKey, Owner.SECRET);
      fill(open, madeCertificate, Owner.ROOT);
      secret.move();
      open.move();
    }
  }

  private void fill(Draft draft, Path made, Owner owner) throws IOException {
    Draft.write(draft.file(), Files.readAllBytes(made));
    owner.give(draft.file(), machine.live());
  }
}
