package dev.almanac.blob;

import dev.almanac.prometheus.LoopbackPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A real S3-compatible server on a free loopback port over a temporary folder: a process of its
 * own, which demands the credentials it was started with and ends with {@link #close} or with this
 * JVM.
 */
public abstract class S3Server implements AutoCloseable {

  private static final String REGION = "us-east-1";
  private static final int START_SECONDS = 60;

  private final Path folder;
  private final int port;
  private final String secretKey = UUID.randomUUID().toString();
  private Process process;

  S3Server() {
    try {
      folder = Files.createTempDirectory("s3-server");
      port = LoopbackPort.free();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts an s3proxy without buckets and waits until it answers. */
  public static S3Server start() {
    return started(new S3ProxyServer());
  }

  /**
   * Starts a MinIO without buckets and waits until it answers.
   *
   * @throws IllegalStateException where there is none on the PATH
   */
  public static S3Server startMinio() {
    return started(new MinioServer());
  }

  /** The server's program, ready to be started, with what it needs in its folder. */
  abstract ProcessBuilder program(Path folder) throws IOException;

  /** Where in its folder it keeps buckets, each a folder. */
  abstract Path buckets(Path folder);

  private static S3Server started(S3Server server) {
    server.launch();
    return server;
  }

  private void launch() {
    try {
      process = program(folder).redirectErrorStream(true).redirectOutput(log().toFile()).start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      awaitAnswer();
    } catch (IOException e) {
      throw new IllegalStateException("cannot start " + this + ": " + e.getMessage(), e);
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
        this + " did not answer within " + START_SECONDS + " s; its log:\n" + log);
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

  public final URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  public final String accessKey() {
    return "almanac";
  }

  public final String secretKey() {
    return secretKey;
  }

  /** Makes a bucket. */
  public final void createBucket(String bucket) {
    try (S3Client client = client()) {
      client.createBucket(request -> request.bucket(bucket));
    }
  }

  /** Removes a bucket and all that is in it, behind the server's back. */
  public final void removeBucket(String bucket) {
    delete(buckets(folder).resolve(bucket));
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private S3Client client() {
    return S3Client.builder()
        .endpointOverride(endpoint())
        .region(Region.of(REGION))
        .forcePathStyle(true)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey(), secretKey)))
        .build();
  }

  /** How to reach this server. */
  public final S3Settings settings() {
    return S3Settings.DEFAULT.withEndpoint(endpoint()).withRegion(REGION);
  }

  /** Opens {@code s3://bucket/prefix} on this server with its credentials. */
  public final BlobStore open(String root) {
    return S3BlobStore.open(root, settings(), accessKey(), secretKey);
  }

  /** What a child process must have in its environment to use this server by default. */
  public final Map<String, String> environment() {
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
  public final S3Server asDefault() {
    return asDefaultBehind(endpoint());
  }

  /** The same, with what lies between at that address. */
  public final S3Server asDefaultBehind(URI network) {
    System.setProperty("aws.accessKeyId", accessKey());
    System.setProperty("aws.secretAccessKey", secretKey);
    System.setProperty("aws.region", REGION);
    System.setProperty("aws.endpointUrl", network.toString());
    return this;
  }

  @Override
  public final void close() {
    if (secretKey.equals(System.getProperty("aws.secretAccessKey"))) {
      List.of("aws.accessKeyId", "aws.secretAccessKey", "aws.region", "aws.endpointUrl")
          .forEach(System::clearProperty);
    }
    process.destroyForcibly().onExit().join();
    delete(folder);
  }

  private Path log() {
    return folder.resolve("server.log");
  }
}
