package dev.almanac.jobs;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code almanac ldap}: the directory by which people sign in to Grafana. */
@Command(
    name = "ldap",
    description = {"Tries the directory by which people sign in to Grafana.", ""},
    subcommands = LdapCheckCommand.class)
final class LdapCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "ldap what? check");
  }
}
