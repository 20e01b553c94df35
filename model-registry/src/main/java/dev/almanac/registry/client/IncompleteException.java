package dev.almanac.registry.client;

import dev.almanac.registry.RegistryException;

/** A service has not got the files that were sent: it was restarted, or is another one. */
final class IncompleteException extends RegistryException {

  private static final long serialVersionUID = 1L;

  IncompleteException(String message) {
    super(message);
  }
}
