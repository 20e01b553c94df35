package dev.almanac.registry;

/**
 * A registry that cannot be read, or a change that it refuses; the message says why and what to do.
 */
public class RegistryException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public RegistryException(String message) {
    super(message);
  }

  public RegistryException(String message, Throwable cause) {
    super(message, cause);
  }
}
