package dev.almanac.install;

import java.util.List;

/** Lets the programs themselves judge what was written, before any of them is to start with it. */
record ValidationStep() implements Step {

  private static final String ADVICE =
      "Nothing was restarted: what ran before still runs. Put right what is named above, which is"
          + " in install.yaml or was changed by hand, and run the installation again.";

  @Override
  public String name() {
    return "configuration as its programs judge it";
  }

  @Override
  public List<Change> changes() {
    Machine.run("promtool", "check", "config", "/etc/prometheus/prometheus.yml").orFail(ADVICE);
    Machine.run("amtool", "check-config", "/etc/prometheus/alertmanager.yml").orFail(ADVICE);
    Machine.run("/usr/sbin/nginx", "-q", "-t").orFail(ADVICE);
    Machine.run("/usr/sbin/rsyslogd", "-N1").orFail(ADVICE);
    return List.of();
  }
}
