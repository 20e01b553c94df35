package dev.almanac.registry.http;

/** A request that is refused, and why. */
final class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  ProblemException(Problem.Kind kind, String detail) {
    this(kind, detail, null);
  }

  ProblemException(Problem.Kind kind, String detail, Throwable cause) {
    super(detail, cause);
    problem = new Problem(kind, detail);
  }

  Problem problem() {
    return problem;
  }
}
