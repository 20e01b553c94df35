package dev.almanac.episode;

/** The running server does not answer, or not rightly. */
public final class LiveUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  LiveUnavailableException(RuntimeException cause) {
    super(
        cause.getMessage()
            + "; what is archived is answered where the time that is asked for ends before",
        cause);
  }
}
