package dev.almanac.blob;

import java.io.IOException;
import java.lang.reflect.Method;

/**
 * What the JVM of an {@link S3Server} runs: s3proxy, until whoever started it closes its standard
 * input or dies.
 */
final class S3ServerProcess {

  private S3ServerProcess() {}

  public static void main(String[] args) throws ReflectiveOperationException {
    Thread watch = new Thread(S3ServerProcess::endWithStandardInput, "end-with-standard-input");
    watch.setDaemon(true);
    watch.start();
    Method main = Class.forName("org.gaul.s3proxy.Main").getMethod("main", String[].class);
    main.invoke(null, (Object) args);
  }

  private static void endWithStandardInput() {
    try {
      while (System.in.read() >= 0) {
        // nothing is said here; only the end counts
      }
    } catch (IOException e) {
      // the same as the end
    }
    Runtime.getRuntime().halt(0);
  }
}
