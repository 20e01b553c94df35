package dev.almanac.backup.component;

import java.nio.file.Path;
import java.util.Optional;

/** Where the files of one component come from. */
public interface ComponentSource {

  /** {@code dashboards}, {@code configuration} or {@code models}. */
  String kind();

  /** Which of that kind, {@code grafana}. */
  String name();

  /**
   * Gathers the files.
   *
   * @throws ComponentException where there is nothing to store: the server is down, the folder
   *     cannot be read
   */
  GatheredFiles gather();

  /** The key file that the component is to be encrypted with. */
  default Optional<Path> encryptWith() {
    return Optional.empty();
  }

  /** Kind and name: {@code dashboards/grafana}. */
  default String title() {
    return kind() + "/" + name();
  }
}
