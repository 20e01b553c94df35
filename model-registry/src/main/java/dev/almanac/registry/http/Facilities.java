package dev.almanac.registry.http;

import dev.almanac.episode.LiveScores;
import dev.almanac.registry.operation.Work;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a server can do besides showing the archive.
 *
 * @param live the running Prometheus that scores are written into; empty where the archive is all
 *     that is known
 * @param backup makes a backup; empty where the server was not told of what
 * @param drill proves that a backup restores, which is named by its id; empty where it cannot
 */
public record Facilities(
    Optional<LiveScores> live, Optional<Work> backup, Optional<Function<String, Work>> drill) {

  /** It shows the archive, and nothing else. */
  public static final Facilities NONE =
      new Facilities(Optional.empty(), Optional.empty(), Optional.empty());
}
