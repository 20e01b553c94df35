package dev.almanac.install;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** A certificate of a public authority, which asks nginx whether the name is ours. */
record CertbotStep(Machine machine, Certbot certbot, String name, String certificate)
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
    certbot
        .get(name)
        .orFail(
            "Everything else is installed, with a certificate of its own. The name "
                + name
                + " has to lead to port 80 of this machine for whoever issues it; then run the"
                + " installation again.");
  }
}
