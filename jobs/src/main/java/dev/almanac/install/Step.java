package dev.almanac.install;

import java.io.IOException;
import java.util.List;

/** A part of an installation. It keeps no account of what was done: it looks. */
interface Step {

  /** What it sees to, in a few words: {@code packages}. */
  String name();

  /**
   * What is not yet as it should be, in the order in which it is to be changed; empty where all is.
   */
  List<Change> changes() throws IOException;
}
