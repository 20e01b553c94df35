package dev.almanac.audit;

import at.favre.lib.crypto.bcrypt.BCrypt;
import dev.almanac.audit.NginxSites.Site;
import dev.almanac.finding.Finding;
import dev.almanac.finding.Severity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The passwords that nginx asks for: how they are hashed, and whether they are the usual ones. */
final class PasswordFiles implements Check {

  private static final Pattern BCRYPT = Pattern.compile("\\$2[aby]\\$\\d\\d\\$[./A-Za-z0-9]{53}");
  private static final Pattern STRONG_CRYPT = Pattern.compile("\\$(y|7|6|5)\\$.+");

  @Override
  public String name() {
    return "passwords";
  }

  @Override
  public List<Finding> look(Host host) throws IOException {
    Set<String> files = new TreeSet<>();
    for (Site site : NginxSites.of(host)) {
      Stream.concat(site.server().tree(), site.around().stream())
          .filter(one -> one.name().equals("auth_basic_user_file"))
          .forEach(one -> files.add(one.value()));
    }
    List<Finding> findings = new ArrayList<>();
    for (String file : files) {
      Path path = host.at(file);
      if (!Files.isRegularFile(path)) {
        findings.add(
            finding(
                Severity.WARNING,
                file,
                "is not there: nobody gets in",
                "a file of users and bcrypt hashes",
                "htpasswd -B -C 10 -c " + file + " operator"));
        continue;
      }
      for (String line : host.text(path).lines().filter(line -> line.contains(":")).toList()) {
        String[] parts = line.strip().split(":", 2);
        if (!line.startsWith("#")) {
          fault(parts[0], parts[1])
              .ifPresent(found -> findings.add(finding(file, parts[0], found)));
        }
      }
    }
    return findings;
  }

  private Finding finding(String file, String user, String found) {
    return finding(
        Severity.CRITICAL,
        file + ", user " + user,
        found,
        "a bcrypt hash of a random password",
        "htpasswd -B -C 10 " + file + " " + user);
  }

  private static Optional<String> fault(String user, String hash) {
    if (BCRYPT.matcher(hash).matches()) {
      return Stream.concat(WeakPasswords.KNOWN.stream(), Stream.of(user, user + user))
          .filter(password -> isOf(hash, password))
          .findFirst()
          .map(password -> "a password that everybody tries first");
    }
    return STRONG_CRYPT.matcher(hash).matches()
        ? Optional.empty()
        : Optional.of(scheme(hash) + ", which is broken within hours");
  }

  private static String scheme(String hash) {
    String upper = hash.toUpperCase(Locale.ROOT);
    if (upper.startsWith("{PLAIN}")) {
      return "the password itself";
    }
    if (upper.startsWith("{SHA}") || upper.startsWith("{SSHA}")) {
      return "a hash by SHA-1";
    }
    return hash.startsWith("$apr1$") || hash.startsWith("$1$")
        ? "a hash by MD5"
        : "a hash by crypt's DES, or the password itself";
  }

  private static boolean isOf(String hash, String password) {
    return BCrypt.verifyer(BCrypt.Version.VERSION_2Y, null)
        .verify(password.toCharArray(), hash.getBytes(StandardCharsets.US_ASCII))
        .verified;
  }
}
