package dev.almanac.registry.operation;

/** Another operation of the same kind has not ended yet. */
public final class RunningException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Operation running;

  RunningException(Operation running) {
    super(
        "a %s is running already, operation %s of %s; one runs at a time"
            .formatted(running.kind(), running.id(), running.startedBy()));
    this.running = running;
  }

  /** Which one. */
  public Operation running() {
    return running;
  }
}
