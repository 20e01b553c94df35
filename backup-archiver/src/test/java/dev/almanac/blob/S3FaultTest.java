package dev.almanac.blob;

import static dev.almanac.blob.FaultyNetwork.LOST_ANSWER;
import static dev.almanac.blob.FaultyNetwork.NONE;
import static dev.almanac.blob.FaultyNetwork.RESET;
import static dev.almanac.blob.FaultyNetwork.SILENCE;
import static dev.almanac.blob.FaultyNetwork.cutShortBy;
import static dev.almanac.blob.FaultyNetwork.error;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.blob.FaultyNetwork.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@link S3BlobStore} makes of a network and a server that fail. */
class S3FaultTest {

  private static final String PUT = "PUT /archive/";
  private static final String COMPLETE = "POST /archive/";

  private static S3Server server;

  @TempDir Path files;

  private FaultyNetwork network;
  private BlobStore store;
  private BlobStore direct;

  @BeforeAll
  static void startServer() {
    server = S3Server.start();
    server.createBucket("archive");
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void open() {
    String root = "s3://archive/" + UUID.randomUUID();
    network = FaultyNetwork.before(server.endpoint());
    S3Settings settings =
        server
            .settings()
            .withEndpoint(network.endpoint())
            .withTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(2))
            .withRetries(3);
    store = S3BlobStore.open(root, settings, server.accessKey(), server.secretKey());
    direct = server.open(root);
  }

  @AfterEach
  void close() {
    store.close();
    direct.close();
    network.close();
  }

  private PendingBlob prepare(String content) throws IOException {
    return store.prepare("a", Files.writeString(files.resolve("file"), content));
  }

  private String content() {
    return new String(direct.read("a", 1000), UTF_8);
  }

  static Stream<Arguments> passingFaults() {
    return Stream.of(
        Arguments.of("503 twice", new Fault[] {error(503, "SlowDown"), error(503, "SlowDown")}),
        Arguments.of("500", new Fault[] {error(500, "InternalError")}),
        Arguments.of("reset", new Fault[] {RESET}),
        Arguments.of("silence", new Fault[] {SILENCE}),
        Arguments.of("reset, then silence", new Fault[] {RESET, SILENCE}));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("passingFaults")
  void putsDespite(String name, Fault[] faults) {
    network.plan(PUT, faults);

    assertThat(store.putIfAbsent("a", "put".getBytes(UTF_8))).isTrue();

    assertThat(content()).isEqualTo("put");
    assertThat(network.isPlanDone()).isTrue();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("passingFaults")
  void preparesAndPublishesDespite(String name, Fault[] faults) throws IOException {
    network.plan("partNumber=1", faults);
    network.plan("POST /archive/", faults.clone());

    assertThat(store.publish(prepare("published"))).isTrue();

    assertThat(content()).isEqualTo("published");
    assertThat(network.isPlanDone()).isTrue();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("passingFaults")
  void readsDespite(String name, Fault[] faults) {
    direct.putIfAbsent("a", "read".getBytes(UTF_8));
    network.plan("GET /archive/", faults);

    assertThat(store.read("a", 10)).isEqualTo("read".getBytes(UTF_8));
    assertThat(network.isPlanDone()).isTrue();
  }

  @Test
  void readsOnWhereAnAnswerBroke() throws IOException {
    byte[] content = new byte[500_000];
    new Random(1).nextBytes(content);
    direct.putIfAbsent("a", content);
    network.plan("GET /archive/", cutShortBy(400_000), cutShortBy(1), cutShortBy(200_000));
    byte[] middle = new byte[300_000];

    try (InputStream stream = store.open("a")) {
      assertThat(stream.readAllBytes()).isEqualTo(content);
    }
    network.plan("GET /archive/", cutShortBy(100_000));
    store.read("a", 100_000, middle, 0, middle.length);

    assertThat(middle).isEqualTo(Arrays.copyOfRange(content, 100_000, 400_000));
    assertThat(network.isPlanDone()).isTrue();
  }

  @Test
  void knowsItsOwnBlobWhenTheAnswerToAPutIsLost() {
    network.plan(PUT, LOST_ANSWER);

    assertThat(store.putIfAbsent("a", "put".getBytes(UTF_8))).isTrue();
    assertThat(content()).isEqualTo("put");
  }

  @Test
  void knowsItsOwnBlobWhenTheAnswerToAPublishIsLost() throws IOException {
    PendingBlob pending = prepare("published");
    network.plan(COMPLETE, LOST_ANSWER);

    assertThat(store.publish(pending)).isTrue();
    assertThat(content()).isEqualTo("published");
    assertThat(store.discardPending(key -> true)).isZero();
  }

  @Test
  void knowsAnothersBlobWhenARequestIsRepeated() throws IOException {
    PendingBlob pending = prepare("second");
    direct.putIfAbsent("a", "first".getBytes(UTF_8));
    network.plan(COMPLETE, RESET, LOST_ANSWER);

    assertThat(store.publish(pending)).isFalse();
    assertThat(content()).isEqualTo("first");
  }

  @Test
  void repeatsAPutThatMetAnother() {
    network.plan(PUT, error(409, "ConditionalRequestConflict"));

    assertThat(store.putIfAbsent("a", "put".getBytes(UTF_8))).isTrue();
    assertThat(content()).isEqualTo("put");
  }

  @Test
  void repeatsAPublishThatMetAnother() throws IOException {
    PendingBlob pending = prepare("published");
    network.plan(COMPLETE, error(409, "ConditionalRequestConflict"));

    assertThat(store.publish(pending)).isTrue();
    assertThat(content()).isEqualTo("published");
  }

  @Test
  void looksAgainWhereTheSameUploadIsBeingCompleted() throws IOException {
    PendingBlob pending = prepare("published");
    network.plan(COMPLETE, error(400, "BadDigest"), error(400, "InvalidPart"));

    assertThat(store.publish(pending)).isTrue();
    assertThat(content()).isEqualTo("published");
  }

  @Test
  void givesUpWhereThePartsNeverFit() throws IOException {
    PendingBlob pending = prepare("published");
    Fault fault = error(400, "InvalidPart");
    network.plan(COMPLETE, fault, fault, fault, fault);

    assertThatThrownBy(() -> store.publish(pending))
        .isInstanceOf(BlobException.class)
        .hasMessageContaining("cannot publish a")
        .hasMessageContaining("400 InvalidPart");
    assertThat(direct.stat("a")).isEmpty();
  }

  @Test
  void seesWhoWonWhereAPutMetAnother() {
    direct.putIfAbsent("a", "first".getBytes(UTF_8));
    network.plan(PUT, error(409, "ConditionalRequestConflict"));

    assertThat(store.putIfAbsent("a", "second".getBytes(UTF_8))).isFalse();
    assertThat(content()).isEqualTo("first");
  }

  @Test
  void writesWhatWasForbiddenInPassing() {
    network.plan(PUT, error(403, "AccessDenied"), error(403, "AccessDenied"));

    assertThat(store.putIfAbsent("a", "written".getBytes(UTF_8))).isTrue();
    assertThat(content()).isEqualTo("written");
  }

  @Test
  void givesUpWhereItIsForbiddenForGood() {
    Fault fault = error(403, "AccessDenied");
    network.plan(PUT, fault, fault, fault, fault);

    assertThatThrownBy(() -> store.putIfAbsent("a", new byte[1]))
        .isInstanceOf(BlobException.class)
        .hasMessageContaining("cannot write a: access denied; the credentials must allow")
        .hasMessageContaining("403 AccessDenied");
    assertThat(network.count(PUT)).isEqualTo(4);
  }

  @Test
  void repeatsNothingWhereTheCredentialsAreWrong() {
    Fault fault = error(403, "SignatureDoesNotMatch");
    network.plan(PUT, fault, fault);

    assertThatThrownBy(() -> store.putIfAbsent("a", new byte[1]))
        .isInstanceOf(BlobException.class)
        .hasMessageContaining("403 SignatureDoesNotMatch");
    assertThat(network.count(PUT)).isEqualTo(1);
  }

  @Test
  void givesUpAfterItsRetries() {
    Fault fault = error(503, "ServiceUnavailable");
    network.plan(PUT, fault, fault, fault, fault, NONE);

    assertThatThrownBy(() -> store.putIfAbsent("a", new byte[1]))
        .isInstanceOf(BlobException.class)
        .hasMessageContaining("the server failed, repeatedly");
    assertThat(network.count(PUT)).isEqualTo(4);
  }

  @Test
  void leavesNothingPendingWhenItCannotPrepare() {
    Fault fault = error(403, "AccessDenied");
    network.plan("partNumber=1", fault);

    assertThatThrownBy(() -> prepare("lost"))
        .isInstanceOf(BlobException.class)
        .hasMessageContaining("cannot prepare a: access denied");
    assertThat(direct.discardPending(key -> true)).isZero();
  }

  @Test
  void saysThatTheBucketIsInAnotherRegion() {
    network.plan("GET /archive", error(400, "AuthorizationHeaderMalformed"));

    assertThatThrownBy(() -> store.list(""))
        .isInstanceOf(BlobException.class)
        .hasMessageContaining("the bucket is in another region; set AWS_REGION");
  }

  @Test
  void saysThatTheServerCannotDoIt() {
    network.plan(COMPLETE, error(501, "NotImplemented"), error(501, "NotImplemented"));

    assertThatThrownBy(() -> prepare("a"))
        .isInstanceOf(BlobException.class)
        .hasMessageContaining("it must support multipart uploads and If-None-Match");
  }

  @Test
  void saysThatTheServerDoesNotAnswer() {
    network.plan(PUT, SILENCE, SILENCE, SILENCE, SILENCE);

    assertThatThrownBy(() -> store.putIfAbsent("a", new byte[1]))
        .isInstanceOf(BlobException.class)
        .hasMessageContaining("the server did not answer in time");
  }
}
