package dev.almanac.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No secret is in this repository: what looks like one is found before it is published. */
class SecretsTest {

  private static final int LARGEST = 4 << 20;

  private static final Map<String, Pattern> SECRETS =
      Map.of(
          "a private key",
          Pattern.compile("-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\\s+[A-Za-z0-9+/=]{20}"),
          "a key of AWS",
          Pattern.compile("(?<![A-Z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Z0-9])"),
          "a token of GitHub",
          Pattern.compile("(?<!\\w)(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\\w{22,})"),
          "a token of Slack",
          Pattern.compile("(?<!\\w)xox[abprs]-[A-Za-z0-9-]{10,}"),
          "a token of Grafana",
          Pattern.compile("(?<!\\w)gl(?:sa|c)_[A-Za-z0-9+/]{32,}"),
          "a token of Almanac",
          Pattern.compile("(?<!\\w)almanac_[0-9a-f]{16}_(?!A{43})[A-Za-z0-9_-]{43}(?![\\w-])"),
          "a JSON web token",
          Pattern.compile("(?<!\\w)eyJ[\\w-]{10,}\\.eyJ[\\w-]{10,}\\.[\\w-]{20,}"),
          "a password in an address",
          Pattern.compile("(?<!\\w)https?://[\\w.-]+:(?!PASSWORD)[^\\s/@:\"'$<>{]{8,}@[\\w.-]+"),
          "a password in a configuration",
          Pattern.compile(
              "(?im)^\\s*[\\w.-]*(?:password|passwd|secret_access_key|secret_key|api_key)\\s*[:=]\\s*[\"']?(?![$<{/])[A-Za-z0-9+/=_-]{16,}[\"']?\\s*$"));

  private static List<String> found(String text) {
    return SECRETS.entrySet().stream()
        .filter(secret -> secret.getValue().matcher(text).find())
        .map(Map.Entry::getKey)
        .toList();
  }

  @Test
  void noFileOfTheRepositoryHoldsASecret() throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(MonitoringTree.ROOT, new OwnFiles(files));
    List<String> secrets = new ArrayList<>();
    for (Path file : files) {
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      found(text).forEach(secret -> secrets.add(file + " has " + secret));
    }

    assertThat(files).hasSizeGreaterThan(500).contains(MonitoringTree.ROOT.resolve("pom.xml"));
    assertThat(secrets).isEmpty();
  }

  /** In two parts, lest this file be found itself. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          AKIA      | IOSFODNN7EXAMPLE                                             | a key of AWS
          ghp_      | 0123456789abcdefghijABCDEFGHIJ012345                         | a token of GitHub
          xoxb-     | 123456789012-abcdef                                          | a token of Slack
          glsa_     | 0123456789abcdefghijABCDEFGHIJ012345                         | a token of Grafana
          almanac_  | 0123456789abcdef_0123456789abcdefghijABCDEFGHIJ0123456789abc | a token of Almanac
          eyJ       | hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTYifQ.c2lnbmF0dXJlc2lnbmF0dXJl | a JSON web token
          https://  | anna:hunter2hunter2@example.com/x                            | a password in an address
          password: | hunter2hunter2hunter2                                        | a password in a configuration
          """)
  void knowsASecretWhenItSeesOne(String beginning, String rest, String kind) {
    assertThat(found(beginning + rest)).containsExactly(kind);
  }

  @Test
  void knowsAPrivateKey() {
    String key = "-----BEGIN EC PRIVATE " + "KEY-----\nMHcCAQEEIIGlRZmVbQ0pXcE3\n";

    assertThat(found(key)).containsExactly("a private key");
  }

  /** What is made here and kept nowhere is left out. */
  private static final class OwnFiles extends SimpleFileVisitor<Path> {

    private static final Set<String> MADE = Set.of(".git", ".idea", "target", "var", ".env");

    private final List<Path> files;

    OwnFiles(List<Path> files) {
      this.files = files;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      return MADE.contains(folder.getFileName().toString())
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      boolean own = !MADE.contains(file.getFileName().toString());
      if (own && attributes.isRegularFile() && attributes.size() < LARGEST) {
        files.add(file);
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
