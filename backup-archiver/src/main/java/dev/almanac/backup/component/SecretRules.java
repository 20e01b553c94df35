package dev.almanac.backup.component;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which files look as if they held a secret. They err on the side of leaving a file out: what is
 * left out is reported, and can be had by encrypting.
 */
final class SecretRules {

  private record Rule(Pattern pattern, String reason) {}

  private static final List<Rule> NAMES =
      List.of(
          name(".*\\.(key|p12|pfx|jks|keystore|kdbx|ppk)", "named like a key"),
          name("id_(rsa|dsa|ecdsa|ed25519)", "named like an SSH key"),
          name(
              ".*(passw(or)?d|secret|token|credential|htpasswd|passphrase).*",
              "named like a secret"),
          name("\\.(netrc|pgpass|my\\.cnf|env)|.*\\.env", "named like a secret"));

  /** What names a secret where a value follows; {@code password_file} names a file, and passes. */
  private static final String SECRET_NAME =
      "[\\w.-]{0,60}?(?:password|passwd|passphrase|secret|secret_?key|access_?key|private_?key|api_?key"
          + "|bearer_?token|auth_?token|token|credentials|routing_key|service_key|user_key|bind_pw)";

  /** No value, or one that only names where the secret is: ${VAR}, $__file{…}, $__env{…}. */
  private static final String NO_SECRET =
      "(?:\"\"|''|~|null|none|true|false|[|>\\[{&]?\\s*(?:#|$|[,}\\]])"
          + "|[\"']?(?:\\$\\{|\\$__|<secret>|%\\())";

  private static final List<Rule> CONTENTS =
      List.of(
          new Rule(
              Pattern.compile("-----BEGIN (?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY(?: BLOCK)?-----"),
              "holds a PEM private key"),
          new Rule(
              Pattern.compile(
                  "(?:^|[\\s{,;\"'])"
                      + SECRET_NAME
                      + "[\"']?[ \\t]*[:=][ \\t]*(?!"
                      + NO_SECRET
                      + ")\\S",
                  Pattern.CASE_INSENSITIVE | Pattern.MULTILINE),
              "has a value for a password, token or key"),
          new Rule(
              Pattern.compile(
                  "^[ \\t-]*[\"']?" + SECRET_NAME + "[\"']?[ \\t]*:[ \\t]*[|>][-+0-9]*[ \\t]*$",
                  Pattern.CASE_INSENSITIVE | Pattern.MULTILINE),
              "has a value for a password, token or key"),
          new Rule(
              Pattern.compile(
                  "\\b[a-z][a-z0-9+.-]{0,20}://[^/\\s:@\"']{1,200}:[^/\\s@\"']{1,200}@"),
              "has a URL with a password"),
          new Rule(
              Pattern.compile("hooks\\.slack\\.com/(?:services|workflows)/\\w"),
              "has the URL of a Slack webhook"),
          new Rule(
              Pattern.compile("\\$2[abxy]\\$\\d\\d\\$|\\$apr1\\$|\\{SHA\\}"),
              "holds hashes of passwords"));

  private SecretRules() {}

  private static Rule name(String regex, String reason) {
    return new Rule(Pattern.compile(regex), reason);
  }

  /** Why a file of this name may hold a secret. */
  static Optional<String> inName(String fileName) {
    String name = fileName.toLowerCase(Locale.ROOT);
    return NAMES.stream()
        .filter(rule -> rule.pattern().matcher(name).matches())
        .map(Rule::reason)
        .findFirst();
  }

  /** Why a file of this content holds a secret. */
  static Optional<String> inContent(byte[] content) {
    String text = new String(content, StandardCharsets.ISO_8859_1);
    return CONTENTS.stream()
        .filter(rule -> rule.pattern().matcher(text).find())
        .map(Rule::reason)
        .findFirst();
  }
}
