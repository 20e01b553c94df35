package dev.almanac.jobs;

import org.apache.flink.configuration.MemorySize;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Where jobs run: in this JVM, or on a cluster. */
@FunctionalInterface
interface Engine {

  /** This very JVM. */
  Engine HERE = LocalFlink::environment;

  /**
   * An environment whose jobs run there.
   *
   * @param parallelism how many pieces to work on at a time
   * @param buffers memory for what travels between them, and as much for what is sorted; a cluster
   *     has its own
   */
  StreamExecutionEnvironment environment(int parallelism, MemorySize buffers);

  /** An environment for a job that hardly shuffles. */
  default StreamExecutionEnvironment environment(int parallelism) {
    return environment(parallelism, MemorySize.ofMebiBytes(16));
  }
}
