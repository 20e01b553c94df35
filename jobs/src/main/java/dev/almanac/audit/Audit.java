package dev.almanac.audit;

import dev.almanac.finding.Finding;
import dev.almanac.registry.token.Token;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** All that is looked at, in one go. It changes nothing. */
public final class Audit {

  private final Host host;
  private final List<Check> checks;

  /**
   * @param root below which the machine's files are: {@code /}, or a copy of them
   * @param proc the kernel's view of what runs: {@code /proc}
   * @param archive its folder, where it is one
   * @param tokens of the ML API
   * @param oldestToken how old a token may be
   * @param allowedPorts ports that others may reach
   */
  public Audit(
      Path root,
      Path proc,
      Optional<Path> archive,
      List<Token> tokens,
      Duration oldestToken,
      Set<Integer> allowedPorts) {
    host = new Host(root.toAbsolutePath().normalize(), proc, Instant.now());
    checks =
        List.of(
            new Permissions(archive),
            new OpenPorts(allowedPorts),
            new RootProcesses(),
            new GrafanaSecrets(),
            new PasswordFiles(),
            new WrittenSecrets(),
            new Certificates(),
            new Doors(),
            new TokenAges(tokens, oldestToken));
  }

  /** The names of all checks. */
  public List<String> names() {
    return checks.stream().map(Check::name).toList();
  }

  /**
   * What is wrong, the worst first.
   *
   * @param wanted the names of the checks to make
   * @throws IOException where something is there that cannot be read
   */
  public List<Finding> run(Set<String> wanted) throws IOException {
    List<Finding> findings = new ArrayList<>();
    for (Check check : checks) {
      if (wanted.contains(check.name())) {
        findings.addAll(check.look(host));
      }
    }
    findings.sort(Comparator.comparing(Finding::severity).reversed());
    return findings;
  }
}
