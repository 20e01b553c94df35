package dev.almanac.jobs;

import dev.almanac.backup.ArchivePlan;
import dev.almanac.catalog.ArchivedFile;
import dev.almanac.catalog.Manifest;
import java.util.List;

/** What a backup found to be wrong with the archive that it was made in. */
final class Damage {

  private final List<String> sentences;

  private Damage(List<String> sentences) {
    this.sentences = List.copyOf(sentences);
  }

  /** Of a backup that was made: what it lost beyond what its plan knew that the snapshot lacks. */
  static Damage repaired(ArchivePlan plan, Manifest backup) {
    return new Damage(
        backup.source().losses().stream()
            .filter(loss -> !plan.source().losses().contains(loss))
            .toList());
  }

  /** Of a backup that was there before: files that it needs and the archive has no longer. */
  static Damage found(ArchivePlan plan) {
    return new Damage(
        plan.lost().stream()
            .map(ArchivedFile::key)
            .map(
                key ->
                    key
                        + " is missing or damaged, which this backup needs; a backup of a newer"
                        + " snapshot will be whole again, as far as the server still has the data")
            .toList());
  }

  /** A sentence for each thing. */
  List<String> sentences() {
    return sentences;
  }

  /** Notes each on standard error; the answer is no where there is any. */
  ExitCode tell(Console console) {
    sentences.forEach(sentence -> console.note("note: " + sentence));
    return sentences.isEmpty() ? ExitCode.DONE : ExitCode.NO;
  }
}
