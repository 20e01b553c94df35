package dev.almanac.registry;

/** There is no such model, version or file; the message says what there is. */
public final class NoSuchModelException extends RegistryException {

  private static final long serialVersionUID = 1L;

  public NoSuchModelException(String message) {
    super(message);
  }
}
