package dev.almanac.jobs;

import dev.almanac.install.Certificates;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code almanac certificates}: those of the monitoring. */
@Command(
    name = "certificates",
    description = {"Sees to the certificates of the monitoring on this machine.", ""},
    subcommands = CertificatesCommand.Renew.class)
final class CertificatesCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "certificates renew?");
  }

  /** {@code almanac certificates renew}: what the monthly timer runs. */
  @Command(
      name = "renew",
      description = {
        "Renews what ends within 60 days, from our own authority or by certbot, and has nginx take"
            + " it.",
        ""
      })
  static final class Renew extends Verb {

    @Mixin private InstallConfigOption config;

    @Override
    ExitCode run(Console console) {
      List<String> done = Certificates.renew(config.read());
      if (console.json()) {
        console.sayJson(Map.of("renewed", done));
      } else {
        console.say(done.isEmpty() ? "no certificate is due" : String.join("\n", done));
      }
      return ExitCode.DONE;
    }
  }
}
