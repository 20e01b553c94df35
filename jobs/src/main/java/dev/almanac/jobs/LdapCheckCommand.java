package dev.almanac.jobs;

import dev.almanac.config.NamedValues;
import dev.almanac.ldap.Directory;
import dev.almanac.ldap.SignIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code almanac ldap check}: as what somebody would sign in to Grafana, and why. */
@Command(
    name = "check",
    description = {
      "Goes Grafana's way through the directory that its ldap.toml names: binds as the service,",
      "searches the user, maps his groups to a role, and, given his password, binds as him.",
      ""
    },
    footer = {
      "",
      "Passwords that ldap.toml takes from the environment, ${GRAFANA_LDAP_PASSWORD} for one, have"
          + " to",
      "be there, or in the file that --environment names.",
      "",
      "Exit codes: 0 he gets in, 1 he does not, 2 wrong usage, 3 the directory cannot be asked.",
      "",
      "Example:",
      "  sudo almanac ldap check --user anna --environment /etc/grafana/secrets.env"
    })
final class LdapCheckCommand extends Verb {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      defaultValue = "/etc/grafana/ldap.toml",
      description = "Grafana's file. Default: ${DEFAULT-VALUE}.")
  private Path config;

  @Option(names = "--user", paramLabel = "NAME", required = true, description = "Who signs in.")
  private String user;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "His password, or - for standard input. Without it only his role is looked up.")
  private String passwordFile;

  @Option(
      names = "--environment",
      paramLabel = "FILE",
      description = "Names and values, as the unit of Grafana takes them.")
  private Path environment;

  @Override
  ExitCode run(Console console) throws IOException {
    Map<String, String> more = environment == null ? Map.of() : variables(environment);
    Directory directory = Directory.of(config, name -> more.getOrDefault(name, environment(name)));
    SignIn signIn = directory.signIn(user, password(console));
    if (console.json()) {
      console.sayJson(view(signIn));
    } else {
      console.say(verdict(signIn));
      console.note(signIn.reason());
      if (!signIn.dn().isEmpty()) {
        console.note("entry " + signIn.dn() + ", groups " + signIn.groups());
      }
    }
    return signIn.admitted() ? ExitCode.DONE : ExitCode.NO;
  }

  private String verdict(SignIn signIn) {
    if (!signIn.admitted()) {
      return user + " does not get in";
    }
    String role = signIn.role().isEmpty() ? "without a role" : "as " + signIn.role();
    return user
        + (passwordFile == null ? " would get in " : " gets in ")
        + role
        + (signIn.serverAdmin() ? ", and as admin of the server" : "");
  }

  private static Map<String, Object> view(SignIn signIn) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("admitted", signIn.admitted());
    view.put("role", signIn.role().isEmpty() ? null : signIn.role());
    view.put("server_admin", signIn.serverAdmin());
    view.put("dn", signIn.dn().isEmpty() ? null : signIn.dn());
    view.put("groups", signIn.groups());
    view.put("reason", signIn.reason());
    return view;
  }

  private Optional<String> password(Console console) throws IOException {
    if (passwordFile == null) {
      return Optional.empty();
    }
    String text =
        passwordFile.equals("-") ? console.readAll() : Files.readString(Path.of(passwordFile));
    return Optional.of(text.replaceAll("\\R$", ""));
  }

  private static Map<String, String> variables(Path file) throws IOException {
    return NamedValues.parse(Files.readString(file)).all();
  }
}
