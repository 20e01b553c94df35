package dev.almanac.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Passwords that are made here, and are in files that root alone reads. */
final class Secrets implements Step {

  static final String FOLDER = "/etc/almanac/secrets";
  static final String OPERATOR = FOLDER + "/operator.password";
  static final String HTPASSWD = "/etc/nginx/monitoring.htpasswd";

  private static final Owner READ_BY_NGINX = new Owner("root", "www-data", 0640);
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Machine machine;
  private final InstallConfig config;

  Secrets(Machine machine, InstallConfig config) {
    this.machine = machine;
    this.config = config;
  }

  @Override
  public String name() {
    return "secrets";
  }

  @Override
  public List<Change> changes() throws IOException {
    List<Change> changes = new ArrayList<>();
    Path password = machine.path(OPERATOR);
    boolean there = Files.exists(password) && Files.size(password) > 1;
    if (!there) {
      changes.add(
          Change.of("make a password: " + OPERATOR, () -> write(OPERATOR, random(), Owner.SECRET)));
    } else if (!Owner.SECRET.holds(password, machine.live())) {
      changes.add(
          Change.of(
              "give " + OPERATOR + " to " + Owner.SECRET,
              () -> Owner.SECRET.give(password, machine.live())));
    }
    if (!there || !knowsPassword(password)) {
      changes.add(Change.of("let nginx know it: " + HTPASSWD, this::writeHash));
    }
    return changes;
  }

  /** 192 bits, as letters, digits, - and _. */
  static String random() {
    byte[] bytes = new byte[24];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** As a line of its own. */
  private void write(String path, String text, Owner owner) throws IOException {
    FilesStep one =
        new FilesStep(name(), machine, () -> List.of(PlacedFile.of(path, text + "\n", owner)));
    for (Change change : one.changes()) {
      change.action().run();
    }
  }

  private boolean knowsPassword(Path password) throws IOException {
    Path known = machine.path(HTPASSWD);
    if (!Files.exists(known) || !READ_BY_NGINX.holds(known, machine.live())) {
      return false;
    }
    // Only bcrypt will do, though htpasswd itself would take weaker hashes for right.
    return Files.readString(known).matches(Pattern.quote(config.operator()) + ":\\$2y\\$.*\\n")
        && Machine.run(
                List.of("htpasswd", "-vi", known.toString(), config.operator()),
                Map.of(),
                SecretFile.line(password))
            .ok();
  }

  private void writeHash() throws IOException {
    Ran hash =
        Machine.run(
            List.of("htpasswd", "-niB", config.operator()),
            Map.of(),
            SecretFile.line(machine.path(OPERATOR)));
    write(
        HTPASSWD, hash.orFail("htpasswd is of the package apache2-utils.").strip(), READ_BY_NGINX);
  }
}
