package dev.almanac.jobs;

import java.nio.file.Path;
import java.util.Map;

/**
 * What a cluster is to be.
 *
 * @param configuration the folder of {@code config.yaml}, {@code log4j.properties} and {@code
 *     zoo.cfg}
 * @param taskManagers how many processes do the work
 * @param slots how many pieces of work each does at a time
 * @param port of the REST interface; 0 for the one it had before, else Flink's default
 * @param overrides settings of Flink that go before {@code config.yaml}
 */
record ClusterSettings(
    Path configuration, int taskManagers, int slots, int port, Map<String, String> overrides) {

  ClusterSettings {
    overrides = Map.copyOf(overrides);
  }
}
