package dev.almanac.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.NumberedLog;
import java.time.Duration;
import java.util.List;

/** The trainings of a model that failed, as JSON of format 1. */
final class FailureLog {

  private static final String WHAT = "the record of a training that failed";

  private final String model;
  private final NumberedLog log;

  FailureLog(BlobStore store, String model) {
    this.model = Names.model(model);
    log =
        new NumberedLog(
            store, RegistryLayout.failures(model), RegistryLayout.DIGITS, SealedJson.MAX_BYTES);
  }

  List<TrainingFailure> all() {
    return log.numbers().stream().map(this::read).toList();
  }

  void append(TrainingFailure failure) {
    if (!log.append(NumberedLog.after(log.newest()), write(model, failure))) {
      throw new RegistryException(
          "another process records a training of %s at the same time".formatted(model));
    }
  }

  /** The record of a model's training. */
  static byte[] write(String model, TrainingFailure failure) {
    ObjectNode root = SealedJson.create();
    root.put("model", Names.model(model));
    root.put("backup", failure.backup());
    root.put("reason", failure.reason());
    root.put("code", failure.code());
    root.put("host", failure.host());
    root.put("at", failure.at().toString());
    root.put("took_ms", failure.took().toMillis());
    return SealedJson.write(root, WHAT);
  }

  /**
   * @throws RegistryException where it is no such record of a known format, or of another model
   */
  TrainingFailure read(long number) {
    return read(log.read(number).content(), model, log.place(number));
  }

  /**
   * Reads a record.
   *
   * @param place where it was found, for messages
   * @throws RegistryException where it is no such record of a known format, or of another model
   */
  static TrainingFailure read(byte[] json, String model, String place) {
    return SealedJson.read(
        json,
        WHAT,
        place,
        root -> {
          if (!root.text("model").equals(model)) {
            throw new RegistryException(
                "%s: expected a record of %s, found one of %s"
                    .formatted(place, model, root.text("model")));
          }
          return new TrainingFailure(
              root.text("backup"),
              root.text("reason"),
              root.text("code"),
              root.text("host"),
              root.instant("at"),
              Duration.ofMillis(root.number("took_ms")));
        });
  }
}
