package dev.almanac.install;

import java.util.ArrayList;
import java.util.List;

/** The user that Almanac's services run as. */
record Accounts() implements Step {

  static final String USER = "almanac";

  @Override
  public String name() {
    return "users";
  }

  @Override
  public List<Change> changes() {
    List<Change> changes = new ArrayList<>();
    if (!Machine.run("getent", "passwd", USER).ok()) {
      changes.add(Change.of("make the user " + USER + ", who cannot sign in", Accounts::make));
    }
    return changes;
  }

  private static void make() {
    boolean group = Machine.run("getent", "group", USER).ok();
    Machine.run(
            "useradd",
            "--system",
            "--home-dir",
            "/var/lib/almanac",
            "--no-create-home",
            "--shell",
            "/usr/sbin/nologin",
            group ? "--gid=" + USER : "--user-group",
            USER)
        .orFail("The user was not made; see above.");
  }
}
