package dev.almanac.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.almanac.prometheus.FaultyServer.Answer;
import dev.almanac.prometheus.PrometheusException.Reason;
import dev.almanac.series.ChunkEncoding;
import dev.almanac.series.Matcher;
import dev.almanac.series.TimeRange;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.xerial.snappy.Snappy;

class RemoteReadFaultsTest {

  private static final String STREAMED =
      "application/x-streamed-protobuf; proto=prometheus.ChunkedReadResponse";
  private static final String SAMPLED = "application/x-protobuf";

  /** An XOR chunk of one sample: 1.5 at 1000 ms. */
  private static final byte[] CHUNK = chunk();

  private static byte[] chunk() {
    return ByteBuffer.allocate(12)
        .putShort((short) 1)
        .put((byte) 0xD0) // zigzag varint 1000
        .put((byte) 0x0F)
        .putLong(Double.doubleToRawLongBits(1.5))
        .array();
  }

  private static byte[] message(String name, int encoding, byte[] chunk) throws IOException {
    return Wire.bytes(
        frame ->
            Wire.message(
                frame,
                1,
                series -> {
                  Wire.pair(series, 1, "__name__", name);
                  Wire.message(
                      series,
                      2,
                      out -> {
                        out.writeInt64(1, 1000);
                        out.writeInt64(2, 1000);
                        out.writeEnum(3, encoding);
                        out.writeByteArray(4, chunk);
                      });
                }));
  }

  private static byte[] frame(byte[] message) {
    CRC32C crc = new CRC32C();
    crc.update(message);
    return ByteBuffer.allocate(message.length + 5)
        .put((byte) message.length)
        .putInt((int) crc.getValue())
        .put(message)
        .array();
  }

  private static byte[] twoSeries() throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    answer.writeBytes(frame(message("a", ChunkEncoding.XOR.id(), CHUNK)));
    answer.writeBytes(frame(message("b", ChunkEncoding.XOR.id(), CHUNK)));
    return answer.toByteArray();
  }

  private static SampleTable read(Answer answer) throws IOException {
    try (FaultyServer server = FaultyServer.answering(answer)) {
      RemoteReadClient client = new RemoteReadClient(server.endpoint(), Duration.ofSeconds(1));
      return new SampleTable().add(client.read(List.of(Matcher.ANY), TimeRange.ALL));
    }
  }

  private static void assertRefused(Answer answer, Reason reason, String... messageParts) {
    assertThatThrownBy(() -> read(answer))
        .isInstanceOf(PrometheusException.class)
        .hasMessageContainingAll(messageParts)
        .asInstanceOf(type(PrometheusException.class))
        .extracting(PrometheusException::reason)
        .isEqualTo(reason);
  }

  @Test
  void readsASoundAnswer() throws IOException {
    assertThat(read(Answer.of(200, STREAMED, twoSeries())).samples()).isEqualTo(2);
  }

  @Test
  void readsPartsOfASeriesAsOne() throws IOException {
    byte[] later = CHUNK.clone();
    later[3] = 0x10; // at 1064 ms
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    answer.writeBytes(frame(message("a", ChunkEncoding.XOR.id(), CHUNK)));
    answer.writeBytes(frame(message("a", ChunkEncoding.XOR.id(), later)));
    SampleTable table = read(Answer.of(200, STREAMED, answer.toByteArray()));
    assertThat(table.series()).hasSize(1);
    assertThat(table.samples()).isEqualTo(2);
  }

  @Test
  void refusesAnAnswerThatEndsWithinAFrame() throws IOException {
    byte[] whole = twoSeries();
    for (int length = 1; length < whole.length; length++) {
      if (length != whole.length / 2) {
        assertRefused(
            Answer.of(200, STREAMED, Arrays.copyOf(whole, length)),
            Reason.MALFORMED_ANSWER,
            "the end of the answer");
      }
    }
  }

  @Test
  void refusesAFrameWhoseChecksumDiffers() throws IOException {
    byte[] bytes = twoSeries();
    bytes[bytes.length - 1] ^= 1;
    assertRefused(
        Answer.of(200, STREAMED, bytes),
        Reason.MALFORMED_ANSWER,
        "frame at byte " + bytes.length / 2,
        "expected CRC-32C",
        "found");
  }

  @Test
  void refusesAFrameThatAnnouncesAnAbsurdLength() {
    byte[] bytes = {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x0F, 0, 0, 0, 0};
    assertRefused(
        Answer.of(200, STREAMED, bytes), Reason.MALFORMED_ANSWER, "50000000", "4294967295");
  }

  @Test
  void refusesALengthWithoutEnd() {
    byte[] bytes = new byte[100];
    Arrays.fill(bytes, (byte) 0xFF);
    assertRefused(Answer.of(200, STREAMED, bytes), Reason.MALFORMED_ANSWER, "at most 5 bytes");
  }

  @Test
  void allocatesNoMoreThanWhatComes() {
    byte[] bytes = {(byte) 0x80, (byte) 0xE1, (byte) 0xEB, 0x17, 0, 0, 0, 0, 1, 2, 3};
    ReadFrames frames = new ReadFrames("here", new ByteArrayInputStream(bytes));
    assertThatThrownBy(frames::next)
        .hasMessage(
            "here: frame at byte 0 of the answer: expected a frame of 50000000 bytes, found the end"
                + " of the answer after 3");
    assertThat(frames.message().length).isLessThanOrEqualTo(1 << 16);
  }

  @Test
  void refusesAChunkEncodingThatPrometheusDoesNotHave() throws IOException {
    assertRefused(
        Answer.of(200, STREAMED, frame(message("a", 99, CHUNK))),
        Reason.MALFORMED_ANSWER,
        "encoding 99",
        "a{}");
  }

  @Test
  void refusesAChunkThatEndsEarly() throws IOException {
    assertRefused(
        Answer.of(
            200, STREAMED, frame(message("a", ChunkEncoding.XOR.id(), Arrays.copyOf(CHUNK, 7)))),
        Reason.MALFORMED_ANSWER,
        "a sound chunk of a{}");
  }

  @Test
  void refusesAFrameThatIsNoMessage() {
    assertRefused(
        Answer.of(200, STREAMED, frame(new byte[] {0x0A, 0x7F, 1})),
        Reason.MALFORMED_ANSWER,
        "protobuf");
  }

  @Test
  void refusesALabelThatIsGivenTwice() throws IOException {
    byte[] message =
        Wire.bytes(
            frame ->
                Wire.message(
                    frame,
                    1,
                    series -> {
                      Wire.pair(series, 1, "x", "1");
                      Wire.pair(series, 1, "x", "2");
                    }));
    assertRefused(
        Answer.of(200, STREAMED, frame(message)),
        Reason.MALFORMED_ANSWER,
        "label x is given twice");
  }

  @Test
  void givesUpOnAServerThatFallsSilent() throws IOException {
    byte[] half = Arrays.copyOf(twoSeries(), 20);
    assertRefused(
        Answer.of(200, STREAMED, half).hanging(), Reason.TIMED_OUT, "fell silent", "1000 ms");
  }

  @Test
  void refusesAnAnswerThatBreaksOff() throws IOException {
    assertRefused(
        Answer.of(200, STREAMED, twoSeries()).with("Content-Length: 1000"),
        Reason.MALFORMED_ANSWER,
        "broke off");
  }

  @Test
  void namesAnAddressThatIsNotAPrometheus() {
    assertRefused(
        Answer.of(404, "text/plain", "404 page not found"),
        Reason.NOT_A_PROMETHEUS,
        "404 page not found",
        "base URL");
    assertRefused(
        Answer.of(200, "text/html", "<html>"), Reason.NOT_A_PROMETHEUS, "text/html", "base URL");
  }

  @Test
  void refusesSnappyThatAnnouncesMoreThanItCanHold() {
    byte[] bytes = {(byte) 0x80, (byte) 0x80, (byte) 0x80, 0x40, 0, 0, 0};
    assertRefused(Answer.of(200, SAMPLED, bytes), Reason.MALFORMED_ANSWER, "134217728 bytes");
  }

  @Test
  void refusesAnAnswerThatIsNotSnappy() {
    assertRefused(Answer.of(200, SAMPLED, "?"), Reason.MALFORMED_ANSWER, "snappy");
  }

  @Test
  void refusesAHistogramWhoseSpansDoNotFitItsCounts() throws IOException {
    byte[] response =
        Wire.bytes(
            out ->
                Wire.message(
                    out,
                    1,
                    result ->
                        Wire.message(
                            result,
                            1,
                            series ->
                                Wire.message(
                                    series,
                                    4,
                                    histogram ->
                                        Wire.message(
                                            histogram,
                                            HistogramMessage.POSITIVE_SPANS,
                                            span -> span.writeUInt32(2, -1))))));
    assertRefused(
        Answer.of(200, SAMPLED, Snappy.compress(response)),
        Reason.MALFORMED_ANSWER,
        "0 positive buckets in spans for 4294967295");
  }

  /** The chunks' checksums do not guard this form: what arrives may differ, but only so far. */
  @Test
  void endsOrRefusesWhateverTheBytesOfSamplesAre() throws IOException {
    byte[] sound =
        WriteRequestTest.asReadResponse(
            new WriteRequest()
                .add(WriteRequestTest.SERIES, WriteRequestTest.floats(1, 2, 3))
                .add(WriteRequestTest.SERIES, WriteRequestTest.histograms(true)));
    SplittableRandom random = new SplittableRandom(11);
    int refused = 0;
    for (int i = 0; i < 500; i++) {
      byte[] bytes = sound.clone();
      for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      try {
        read(Answer.of(200, SAMPLED, Snappy.compress(bytes)));
      } catch (PrometheusException | AssertionError e) {
        refused++; // the assertion is the table's, for a sample that comes twice
      }
    }
    assertThat(refused).isPositive();
  }
}
