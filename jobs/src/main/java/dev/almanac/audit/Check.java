package dev.almanac.audit;

import dev.almanac.finding.Finding;
import dev.almanac.finding.Severity;
import java.io.IOException;
import java.util.List;

/** One thing that an audit looks at. */
interface Check {

  /** By which it is asked for: {@code ports}. */
  String name();

  /**
   * What is wrong; empty where nothing is, or where what it looks at is not installed.
   *
   * @throws IOException where something is there that cannot be read
   */
  List<Finding> look(Host host) throws IOException;

  /** A finding of this check. */
  default Finding finding(
      Severity severity, String where, String found, String expected, String remedy) {
    return new Finding(severity, name(), where, found, expected, remedy);
  }
}
