package dev.almanac.archive;

/** A page that does not decode; {@link PageReader} adds which file and page it is. */
final class MalformedPageException extends Exception {

  private static final long serialVersionUID = 1L;

  MalformedPageException(String message) {
    super(message);
  }
}
