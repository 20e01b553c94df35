package dev.almanac.install;

/** The names of this machine. */
public final class Hostname {

  private Hostname() {}

  /** With its domain where it has one: {@code monitoring.example.com}. */
  public static String find() {
    Ran full = Machine.run("hostname", "--fqdn");
    return full.ok() && !full.out().isBlank() ? full.out().strip() : own();
  }

  /** The one that it calls itself. */
  static String own() {
    return Machine.run("hostname").orFail("Say 'name:' in install.yaml.").strip();
  }
}
