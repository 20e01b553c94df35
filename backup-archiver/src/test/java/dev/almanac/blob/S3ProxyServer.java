package dev.almanac.blob;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** s3proxy, in a JVM of its own: its libraries clash with ours and it takes over standard error. */
final class S3ProxyServer extends S3Server {

  private static final String LIBRARIES = "test-servers/s3proxy/target/lib";

  private static final String QUIET =
      """
      <configuration>
        <appender name="E" class="ch.qos.logback.core.ConsoleAppender">
          <target>System.err</target>
          <encoder><pattern>%-5level %logger %msg%n</pattern></encoder>
        </appender>
        <root level="WARN"><appender-ref ref="E"/></root>
      </configuration>
      """;

  @Override
  ProcessBuilder program(Path folder) throws IOException {
    Path buckets = Files.createDirectories(buckets(folder));
    Properties properties = new Properties();
    properties.setProperty("s3proxy.endpoint", endpoint().toString());
    properties.setProperty("s3proxy.authorization", "aws-v2-or-v4");
    properties.setProperty("s3proxy.identity", accessKey());
    properties.setProperty("s3proxy.credential", secretKey());
    properties.setProperty("jclouds.provider", "filesystem-nio2");
    properties.setProperty("jclouds.filesystem.basedir", buckets.toString());
    try (var out = Files.newOutputStream(folder.resolve("s3proxy.properties"))) {
      properties.store(out, null);
    }
    Files.writeString(folder.resolve("logback.xml"), QUIET);
    return new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx256m",
        "-Dlogback.configurationFile=" + folder.resolve("logback.xml"),
        "-cp",
        ourClasses() + File.pathSeparator + libraries() + File.separator + "*",
        S3ServerProcess.class.getName(),
        "--properties",
        folder.resolve("s3proxy.properties").toString());
  }

  @Override
  Path buckets(Path folder) {
    return folder.resolve("buckets");
  }

  private static String ourClasses() {
    return Path.of(
            URI.create(
                S3ServerProcess.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toString()))
        .toString();
  }

  /** The jars that the Maven module of the server has gathered, from whichever module we run. */
  private static Path libraries() {
    for (Path above = Path.of("").toAbsolutePath(); above != null; above = above.getParent()) {
      Path libraries = above.resolve(LIBRARIES);
      if (Files.isDirectory(libraries)) {
        return libraries;
      }
    }
    throw new IllegalStateException(
        "no " + LIBRARIES + "; run: mvn -pl test-servers/s3proxy generate-test-resources");
  }

  @Override
  public String toString() {
    return "s3proxy";
  }
}
