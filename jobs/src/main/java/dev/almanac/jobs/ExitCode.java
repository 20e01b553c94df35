package dev.almanac.jobs;

/** What a script learns from how the command ended. */
enum ExitCode {
  /** Done, and where a question was asked the answer is yes. */
  DONE(0),
  /** Done, and the answer is no: a difference was found, nothing matched. */
  NO(1),
  /** Not begun: the command line makes no sense. */
  USAGE(2),
  /** Not done. */
  FAILED(3);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  static ExitCode of(int code) {
    return values()[code];
  }
}
