package dev.almanac.registry.operation;

import java.util.Map;
import java.util.function.Consumer;

/**
 * What an operation does. It is interrupted where the service ends, and then leaves nothing half
 * done behind.
 */
@FunctionalInterface
public interface Work {

  /**
   * Does it.
   *
   * @param progress is told how far it is, in words
   * @return what came of it, as JSON
   * @throws OperationException where it cannot be done; its message is for whoever asked
   * @throws InterruptedException where it was interrupted
   */
  Map<String, Object> run(Consumer<String> progress) throws InterruptedException;
}
