package dev.almanac.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Tokens for the ML API: one for Prometheus, which only looks, and one for whoever operates it. */
record TokensStep(Machine machine) implements Step {

  static final String PROMETHEUS = "/etc/prometheus/almanac.token";
  static final String OPERATOR = Secrets.FOLDER + "/ml-api.token";

  /** The audit asks for a newer one after half of it, and again when it is about to end. */
  private static final String LIFE = "365d";

  private static final Owner READ_BY_PROMETHEUS = new Owner("root", "prometheus", 0640);

  @Override
  public String name() {
    return "tokens";
  }

  @Override
  public List<Change> changes() throws IOException {
    List<Change> changes = new ArrayList<>();
    change("prometheus", "read", PROMETHEUS, READ_BY_PROMETHEUS, changes);
    change("operator", "operate", OPERATOR, Owner.SECRET, changes);
    return changes;
  }

  private void change(String name, String scope, String path, Owner owner, List<Change> changes)
      throws IOException {
    Path file = machine.path(path);
    if (!Files.exists(file) || Files.size(file) < 2) {
      changes.add(
          Change.of(
              "make the token '%s' (%s) of the ML API: %s".formatted(name, scope, path),
              () -> write(path, make(name, scope), owner)));
    } else if (!owner.holds(file, machine.live())) {
      changes.add(
          Change.of("give " + path + " to " + owner, () -> owner.give(file, machine.live())));
    }
  }

  private String make(String name, String scope) throws IOException {
    // A token whose file was lost is of no more use: what replaces it ends it.
    boolean known =
        almanac("token", "list").lines().anyMatch(line -> line.matches(name + " .*active.*"));
    return known
        ? secret(almanac("token", "rotate", name, "--overlap", "1s", "--expires", LIFE))
        : secret(almanac("token", "create", "--name", name, "--scope", scope, "--expires", LIFE));
  }

  private static String secret(String said) {
    return said.lines()
        .filter(line -> line.matches("\\S{20,}"))
        .findFirst()
        .orElseThrow(() -> new InstallException("'almanac token' answered with no token"));
  }

  /** As the user that has to read the archive afterwards. */
  private String almanac(String... words) throws IOException {
    Map<String, String> environment = EnvironmentFile.read(machine.path(AlmanacFiles.ENVIRONMENT));
    List<String> command =
        Stream.concat(
                Stream.of("runuser", "-u", Accounts.USER, "--", ProgramStep.PLACE + "/almanac"),
                Stream.of(words))
            .toList();
    Ran ran = Machine.run(command, environment, "");
    return ran.orFail(
        "The archive is "
            + environment.get("ALMANAC_ARCHIVE")
            + ": the user "
            + Accounts.USER
            + " has to reach it.");
  }

  private void write(String path, String token, Owner owner) throws IOException {
    FilesStep one =
        new FilesStep(name(), machine, () -> List.of(PlacedFile.of(path, token + "\n", owner)));
    for (Change change : one.changes()) {
      change.action().run();
    }
  }
}
