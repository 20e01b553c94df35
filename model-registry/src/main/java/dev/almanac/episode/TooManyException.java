package dev.almanac.episode;

/** More is asked for than is answered at once. */
public final class TooManyException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TooManyException(String message) {
    super(message);
  }
}
