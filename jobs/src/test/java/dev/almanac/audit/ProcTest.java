package dev.almanac.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.finding.Finding;
import dev.almanac.registry.token.Scope;
import dev.almanac.registry.token.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What no machine that runs tests can be made to be: others' processes, other days. */
class ProcTest {

  private static final String HEADING =
      "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout"
          + " inode\n";

  @TempDir private Path folder;

  private Host host(Instant now) {
    return new Host(folder, folder.resolve("proc"), now);
  }

  private void table(String name, String... addressesAndStates) throws IOException {
    StringBuilder table = new StringBuilder(HEADING);
    for (String one : addressesAndStates) {
      String[] parts = one.split(" ", -1);
      table.append(
          "   0: %s 00000000:0000 %s 00000000:00000000 00:00000000 00000000     0        0 77 1 0\n"
              .formatted(parts[0], parts[1]));
    }
    Files.createDirectories(folder.resolve("proc/net"));
    Files.writeString(folder.resolve("proc/net/" + name), table.toString());
  }

  private void process(int pid, int user, String... command) throws IOException {
    Path process = Files.createDirectories(folder.resolve("proc/" + pid + "/fd"));
    Files.writeString(
        process.resolve("../status"), "Name:\tx\nUid:\t1\t%1$d\t%1$d\t%1$d\n".formatted(user));
    Files.writeString(process.resolve("../cmdline"), String.join("\0", command) + "\0");
    Files.writeString(process.resolve("../comm"), "the-holder\n");
    Files.createSymbolicLink(process.resolve("3"), Path.of("socket:[77]"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tcp  | 00000000:2382 0A                         | every address, port 9090
          tcp  | 0A00A8C0:2384 0A                         | 192.168.0.10, port 9092
          tcp6 | 00000000000000000000000000000000:238C 0A | every address, port 9100
          tcp6 | B80D0120000000000000000001000000:238C 0A | 2001:db8:0:0:0:0:0:1, port 9100
          """)
  void findsPortsByTheKernelsTables(String table, String line, String where) throws IOException {
    table(table, line);
    process(5, 1000, "/usr/bin/x");

    List<Finding> findings = new OpenPorts(Set.of(22)).look(host(Instant.now()));

    assertThat(findings).extracting(Finding::where).containsExactly(where);
    assertThat(findings.get(0).found()).startsWith("the-holder listens there");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tcp  | 0100007F:2382 0A                         | loopback
          tcp  | 3500007F:0035 0A                         | all of 127.0.0.0/8
          tcp6 | 00000000000000000000000001000000:2382 0A | loopback of IPv6
          tcp6 | 0000000000000000FFFF00000100007F:2382 0A | loopback of IPv4 within IPv6
          tcp  | 00000000:0016 0A                         | allowed
          tcp  | 00000000:2382 01                         | a connection
          """)
  void leavesWhatNobodyElseReachesAlone(String table, String line, String why) throws IOException {
    table(table, line);

    assertThat(new OpenPorts(Set.of(22)).look(host(Instant.now()))).as(why).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /usr/bin/prometheus --x                               | prometheus
          /usr/bin/prometheus-node-exporter                     | prometheus-node-exporter
          /opt/grafana/bin/grafana server                       | grafana
          java -cp x dev.almanac.jobs.Almanac watch             | java
          nginx: worker process                                 | nginx
          """)
  void findsServicesOfRoot(String command, String program) throws IOException {
    String[] words = command.startsWith("nginx") ? new String[] {command} : command.split(" ");
    process(7, 0, words);

    assertThat(new RootProcesses().look(host(Instant.now())))
        .extracting(Finding::where)
        .containsExactly(program + ", process 7");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0    | nginx: master process /usr/sbin/nginx      | it opens port 443
          0    | java -cp x dev.almanac.jobs.Almanac audit  | it looks at secrets
          0    | /usr/sbin/sshd                             | it is none of ours
          1000 | /usr/bin/prometheus                        | it has a user
          """)
  void leavesOthersAlone(int user, String command, String why) throws IOException {
    process(7, user, command.startsWith("nginx") ? new String[] {command} : command.split(" "));

    assertThat(new RootProcesses().look(host(Instant.now()))).as(why).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          100 | made 100 days ago
          89  | never ends
          """)
  void findsTokensThatAreTooOldOrNeverEnd(int days, String found) {
    List<Finding> findings = tokens(Scope.READ, Optional.empty(), days);

    assertThat(findings).hasSize(1);
    assertThat(findings.get(0).found()).isEqualTo(found);
    assertThat(findings.get(0).remedy()).startsWith("almanac token rotate console");
  }

  @Test
  void findsTokensThatEndSoon() {
    assertThat(tokens(Scope.READ, Optional.of(Duration.ofDays(30)), 17)).hasSize(1);
    assertThat(tokens(Scope.READ, Optional.of(Duration.ofDays(30)), 15)).isEmpty();
    assertThat(tokens(Scope.READ, Optional.of(Duration.ofDays(30)), 31)).isEmpty();
  }

  @Test
  void findsTokensThatMayChangeThingsAndNeverDid() throws IOException {
    Path log = Files.createDirectories(folder.resolve("var/log/monitoring")).resolve("audit.jsonl");
    Files.writeString(log, "{\"who\":\"x\",\"token\":\"0123456789abcdef\"}\n");

    assertThat(tokens(Scope.OPERATE, Optional.of(Duration.ofDays(80)), 31))
        .extracting(Finding::found)
        .containsExactly(
            "may change things (operate), and has not for as long as"
                + " /var/log/monitoring/audit.jsonl tells");
    assertThat(tokens(Scope.READ, Optional.of(Duration.ofDays(80)), 31)).isEmpty();
    assertThat(tokens(Scope.OPERATE, Optional.of(Duration.ofDays(80)), 29)).isEmpty();
  }

  @Test
  void leavesTokensThatChangeThingsAlone() throws IOException {
    try (BlobStore store = BlobStores.open(folder.resolve("archive").toString())) {
      Tokens tokens = new Tokens(store);
      String id =
          tokens
              .create("console", Scope.ADMIN, Optional.of(Duration.ofDays(80)), "anna")
              .token()
              .id();
      Path log =
          Files.createDirectories(folder.resolve("var/log/monitoring")).resolve("audit.jsonl");
      Files.writeString(log, "{\"who\":\"console\",\"token\":\"" + id + "\"}\n");

      assertThat(
              new TokenAges(tokens.list(), Duration.ofDays(90))
                  .look(host(Instant.now().plus(Duration.ofDays(31)))))
          .isEmpty();
    }
  }

  /** What is found of a token, so many days after it was made. */
  private List<Finding> tokens(Scope scope, Optional<Duration> life, int days) {
    Path archive = folder.resolve("archive-" + scope + life + days);
    try (BlobStore store = BlobStores.open(archive.toString())) {
      Tokens tokens = new Tokens(store);
      tokens.create("console", scope, life, "anna");
      return new TokenAges(tokens.list(), Duration.ofDays(90))
          .look(host(Instant.now().plus(Duration.ofDays(days))));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
