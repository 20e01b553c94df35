package dev.almanac.jobs;

import dev.almanac.catalog.DrillRecord;
import dev.almanac.registry.operation.OperationException;
import dev.almanac.registry.operation.Work;
import dev.almanac.registry.view.ManifestView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** What commands do, as operations of the service. */
final class ServedWork {

  private ServedWork() {}

  /** What {@code almanac backup} does. */
  static Work backup(BackupRun run) {
    return progress -> {
      List<String> notes = new ArrayList<>();
      BackupRun.Outcome outcome =
          told(() -> run.run(notes::add, () -> new OperationStatus(progress)));
      notes.addAll(outcome.damage().sentences());
      notes.addAll(outcome.components().problems());
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("backup", outcome.backup().id());
      result.put("was_there", outcome.wasThere());
      result.put("whole", outcome.whole());
      result.put("notes", notes);
      return result;
    };
  }

  /** What {@code almanac drill} does. */
  static Work drill(String archive, String backup, int workers) {
    return progress -> {
      DrillRun drill = new DrillRun(archive, backup, workers);
      DrillRecord found = told(() -> drill.run(new OperationStatus(progress)));
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("backup", found.backup());
      result.putAll(ManifestView.of(found));
      result.put("notes", drill.notKept().stream().toList());
      return result;
    };
  }

  /** Failures as the command would put them. */
  private static <T> T told(Callable<T> work) throws InterruptedException {
    try {
      return work.call();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      Failure failure = Failure.of(e);
      if (Thread.interrupted()) {
        throw interrupted(e);
      }
      if (failure.known()) {
        throw new OperationException(failure.message(), e);
      }
      throw new IllegalStateException(failure.message(), e);
    }
  }

  /** What was interrupted may fail in its own words. */
  private static InterruptedException interrupted(Exception failure) {
    InterruptedException end = new InterruptedException(failure.getMessage());
    end.initCause(failure);
    return end;
  }
}
