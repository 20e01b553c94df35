package dev.almanac.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A folder to install into, and a home with the real files and a small program to install. */
final class ScratchMachine {

  private static final Path TREE = Path.of("..").toAbsolutePath().normalize();

  static final String LDAP =
      """
      ldap:
        url: ldaps://ldap.company.net
        bind_dn: cn=grafana,dc=company,dc=net
        password_file: %1$s
        search_base: ou=people,dc=company,dc=net
        admins: cn=admins,dc=company,dc=net
        editors: cn=editors,dc=company,dc=net
        viewers: cn=viewers,dc=company,dc=net
      """;

  static final String MAIL =
      """
      name: monitoring.company.net
      alerts:
        mail:
          server: mail.company.net:587
          from: monitoring@company.net
          user: monitoring
          password_file: %1$s
          infrastructure: infra@company.net
          data_science: ds@company.net
          on_call: oncall@company.net
        webhook: https://chat.company.net/hook?team=a&x=$1
        dead_man: https://dead-man.company.net/ralph
        dead_man_token_file: %1$s
      """;

  private final Path folder;
  private final Path home;
  private final Path root;

  /**
   * @param folder empty; the home and the root are made in it
   */
  ScratchMachine(Path folder) throws IOException {
    this.folder = folder;
    home = folder.resolve("home");
    root = folder.resolve("root");
    for (String name : List.of("monitoring", "docs/runbooks", "scripts", "flink-conf")) {
      Path from = TREE.resolve(name);
      for (Path file : Template.files(from)) {
        Path copy = home.resolve(name).resolve(from.relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    for (String name :
        List.of("almanac", "main.sh", "restore.sh", "verify_restore.sh", "LICENSE", "NOTICE")) {
      Files.copy(TREE.resolve(name), home.resolve(name));
    }
    Files.createDirectories(home.resolve("jobs/target/lib"));
    Files.writeString(home.resolve("jobs/target/jobs-1.0.jar"), "program");
    Files.writeString(home.resolve("jobs/target/jobs-1.0-tests.jar"), "tests");
    Files.writeString(home.resolve("jobs/target/lib/lib-1.jar"), "library");
    Files.writeString(folder.resolve("password"), "correct horse\n");
  }

  Path home() {
    return home;
  }

  Path root() {
    return root;
  }

  Installation installation(String yaml) {
    String filled = yaml.formatted(folder.resolve("password"));
    return Installation.into(
        root,
        InstallConfigReader.parse(filled, "install.yaml", "ralph-mon.company.net"),
        filled.isEmpty() ? Optional.empty() : Optional.of(filled),
        home);
  }

  List<String> install(String yaml) throws IOException {
    return run(yaml, false);
  }

  List<String> run(String yaml, boolean dry) throws IOException {
    Changes changes = new Changes();
    Installation.Outcome outcome = installation(yaml).run(dry, changes);
    assertThat(outcome.changes()).isEqualTo(changes.made.size());
    return changes.made;
  }

  List<String> uninstall(String yaml) throws IOException {
    Changes changes = new Changes();
    installation(yaml).uninstall(false, changes);
    return changes.made;
  }

  static final class Changes implements Installation.Report {

    final List<String> made = new ArrayList<>();
    final List<String> differences = new ArrayList<>();

    @Override
    public void change(String step, String what, Optional<String> difference) {
      made.add(what);
      difference.ifPresent(differences::add);
    }

    @Override
    public void nothing(String step) {}
  }

  Path in(String path) {
    return root.resolve(path.substring(1));
  }

  String text(String path) throws IOException {
    return Files.readString(in(path));
  }

  /** What is below the root, with its content or that it is a folder. */
  Map<String, String> everything() throws IOException {
    Map<String, String> found = new TreeMap<>();
    if (Files.exists(root)) {
      try (Stream<Path> walk = Files.walk(root)) {
        for (Path path : walk.toList()) {
          String mode = Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) + " ";
          found.put(
              path.toString(), mode + (Files.isRegularFile(path) ? Files.readString(path) : ""));
        }
      }
    }
    return found;
  }
}
