package dev.almanac.jobs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of a watch that looks at its server each second. */
final class WatchWords {

  private WatchWords() {}

  /**
   * @param folder where its archive and its checkpoints are
   */
  static String[] of(String prometheus, Path folder, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "watch",
                "--prometheus",
                prometheus,
                "--archive",
                folder.resolve("archive").toString(),
                "--checkpoints",
                folder.resolve("checkpoints").toString(),
                "--poll",
                "1s",
                "--lag",
                "1s"));
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }
}
