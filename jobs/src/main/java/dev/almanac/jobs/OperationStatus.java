package dev.almanac.jobs;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.function.Consumer;

/** Tells somebody else than a person at a terminal how far the work is. */
final class OperationStatus extends StatusLine {

  private final Consumer<String> progress;

  OperationStatus(Consumer<String> progress) {
    super(new PrintWriter(Writer.nullWriter()), false);
    this.progress = progress;
  }

  @Override
  void show(String text) {
    progress.accept(text);
  }
}
