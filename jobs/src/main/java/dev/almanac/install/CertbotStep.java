package dev.almanac.install;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A certificate of a public authority, which asks nginx whether the name is ours. */
record CertbotStep(Machine machine, String name, String certificate, Optional<String> email)
    implements Step {

  @Override
  public String name() {
    return "public certificate";
  }

  @Override
  public List<Change> changes() throws IOException {
    return Files.exists(machine.path(certificate))
        ? List.of()
        : List.of(Change.of("get a certificate for " + name + " by certbot", this::get));
  }

  private void get() {
    List<String> command =
        new ArrayList<>(
            List.of(
                "certbot",
                "certonly",
                "--webroot",
                "--webroot-path",
                "/var/www/letsencrypt",
                "--domain",
                name,
                "--non-interactive",
                "--agree-tos"));
    if (email.isPresent()) {
      command.addAll(List.of("--email", email.get()));
    } else {
      command.add("--register-unsafely-without-email");
    }
    Machine.run(command.toArray(new String[0]))
        .orFail(
            "Everything else is installed, with a certificate of its own. The name "
                + name
                + " has to lead to port 80 of this machine from everywhere; then run the"
                + " installation again.");
  }
}
