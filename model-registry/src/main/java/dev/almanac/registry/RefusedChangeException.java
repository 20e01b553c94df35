package dev.almanac.registry;

/** A change that the registry's state does not allow; nothing was changed. */
public class RefusedChangeException extends RegistryException {

  private static final long serialVersionUID = 1L;

  public RefusedChangeException(String message) {
    super(message);
  }

  public RefusedChangeException(String message, Throwable cause) {
    super(message, cause);
  }
}
