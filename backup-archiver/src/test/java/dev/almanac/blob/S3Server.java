package dev.almanac.blob;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real S3-compatible server on a free loopback port: s3proxy over a temporary folder, in a JVM of
 * its own, for its libraries clash with ours and it takes over standard error. It demands the
 * credentials it was started with. It ends with {@link #close} or with this process.
 */
public final class S3Server implements AutoCloseable {

  private static final String LIBRARIES = "test-servers/s3proxy/target/lib";
  private static final String REGION = "us-east-1";
  private static final int START_SECONDS = 60;

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

  private final Path folder;
  private final int port;
  private final String secretKey = UUID.randomUUID().toString();
  private final Process process;

  private S3Server(Path folder, int port) throws IOException {
    this.folder = folder;
    this.port = port;
    Properties properties = new Properties();
    properties.setProperty("s3proxy.endpoint", endpoint().toString());
    properties.setProperty("s3proxy.authorization", "aws-v2-or-v4");
    properties.setProperty("s3proxy.identity", accessKey());
    properties.setProperty("s3proxy.credential", secretKey);
    properties.setProperty("jclouds.provider", "filesystem-nio2");
    properties.setProperty("jclouds.filesystem.basedir", buckets().toString());
    Files.createDirectories(buckets());
    try (var out = Files.newOutputStream(folder.resolve("s3proxy.properties"))) {
      properties.store(out, null);
    }
    Files.writeString(folder.resolve("logback.xml"), QUIET);
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Dlogback.configurationFile=" + folder.resolve("logback.xml"),
                "-cp",
                ourClasses() + File.pathSeparator + libraries() + File.separator + "*",
                S3ServerProcess.class.getName(),
                "--properties",
                folder.resolve("s3proxy.properties").toString())
            .redirectErrorStream(true)
            .redirectOutput(log().toFile())
            .start();
  }

  /** Starts a server without buckets and waits until it answers. */
  public static S3Server start() {
    try {
      S3Server server = new S3Server(Files.createTempDirectory("s3-server"), freePort());
      server.awaitAnswer();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitAnswer() throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (System.nanoTime() < deadline && !hasEnded()) {
      if (answers()) {
        return;
      }
    }
    String log = Files.readString(log());
    close();
    throw new IllegalStateException(
        "the S3 server did not answer within " + START_SECONDS + " s; its log:\n" + log);
  }

  private boolean hasEnded() {
    try {
      return process.waitFor(50, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** Whether it refuses a request without a signature, as it should. */
  private boolean answers() {
    try {
      HttpURLConnection connection = (HttpURLConnection) endpoint().toURL().openConnection();
      connection.setConnectTimeout(1000);
      connection.setReadTimeout(5000);
      return connection.getResponseCode() == HttpURLConnection.HTTP_FORBIDDEN;
    } catch (IOException e) {
      return false;
    }
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  public String accessKey() {
    return "almanac";
  }

  public String secretKey() {
    return secretKey;
  }

  /** Makes a bucket, unless it exists. */
  public void createBucket(String bucket) {
    try {
      Files.createDirectories(buckets().resolve(bucket));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How to reach this server. */
  public S3Settings settings() {
    return S3Settings.DEFAULT.withEndpoint(endpoint()).withRegion(REGION);
  }

  /** Opens {@code s3://bucket/prefix} on this server with its credentials. */
  public BlobStore open(String root) {
    return S3BlobStore.open(root, settings(), accessKey(), secretKey);
  }

  /** What a child process must have in its environment to use this server by default. */
  public Map<String, String> environment() {
    return Map.of(
        "AWS_ACCESS_KEY_ID",
        accessKey(),
        "AWS_SECRET_ACCESS_KEY",
        secretKey,
        "AWS_REGION",
        REGION,
        "AWS_ENDPOINT_URL",
        endpoint().toString());
  }

  /** Makes this process use this server by default, until {@link #close}. */
  public S3Server asDefault() {
    System.setProperty("aws.accessKeyId", accessKey());
    System.setProperty("aws.secretAccessKey", secretKey);
    System.setProperty("aws.region", REGION);
    System.setProperty("aws.endpointUrl", endpoint().toString());
    return this;
  }

  @Override
  public void close() {
    if (endpoint().toString().equals(System.getProperty("aws.endpointUrl"))) {
      List.of("aws.accessKeyId", "aws.secretAccessKey", "aws.region", "aws.endpointUrl")
          .forEach(System::clearProperty);
    }
    try {
      process.destroyForcibly().onExit().join();
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path buckets() {
    return folder.resolve("buckets");
  }

  private Path log() {
    return folder.resolve("s3proxy.log");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
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
}
