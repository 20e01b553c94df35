package dev.almanac.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.series.Matcher;
import dev.almanac.series.TimeRange;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xerial.snappy.Snappy;

class ReadRequestTest {

  private static final int LIMIT = 1 << 16;

  private static ReadRequest parse(String hex) throws IOException {
    return ReadRequest.parse(Snappy.compress(HexFormat.of().parseHex(hex)), LIMIT);
  }

  @Test
  void readsWhatAClientWrites() {
    ReadRequest request =
        new ReadRequest(
            List.of(
                new ReadQuery(
                    List.of(
                        Matcher.eq("__name__", "up"),
                        Matcher.re("job", "a|b"),
                        new Matcher("x", Matcher.Type.NEQ, ""),
                        new Matcher("y", Matcher.Type.NRE, "é.*")),
                    new TimeRange(-5, 7),
                    ReadHints.NONE),
                new ReadQuery(
                    List.of(Matcher.ANY),
                    TimeRange.ALL,
                    new ReadHints("series", ReadHints.NONE.time(), 0)),
                new ReadQuery(
                    List.of(Matcher.ANY),
                    TimeRange.ALL,
                    new ReadHints("max_over_time", new TimeRange(5, 66), 60))),
            List.of(ReadForm.CHUNKS, ReadForm.SAMPLES));

    assertThat(ReadRequest.parse(request.compressed(), LIMIT)).isEqualTo(request);
  }

  @ParameterizedTest
  @CsvSource({
    "'',        SAMPLES", // nothing is said: an old client
    "1000,      SAMPLES",
    "1001,      CHUNKS",
    "10011000,  CHUNKS SAMPLES",
    "12020100,  CHUNKS SAMPLES", // packed
    "1063,      ''", // only one that is not known
    "10631000,  SAMPLES",
    "180510 01, CHUNKS" // beside a field that is not known
  })
  void knowsTheFormsThatAreAccepted(String hex, String forms) throws IOException {
    List<String> accepted =
        parse(hex.replace(" ", "")).accepted().stream().map(ReadForm::name).toList();

    assertThat(String.join(" ", accepted)).isEqualTo(forms);
  }

  @ParameterizedTest
  @CsvSource({
    "0a04080a1014, 10, 21", // both ends are included
    "0a021005,      0, 6",
    "0a04080a1005, 10, 10", // an end before the beginning holds nothing
    "0a0c080a10ffffffffffffffff7f, 10, 9223372036854775807"
  })
  void readsTheTime(String hex, long from, long until) throws IOException {
    assertThat(parse(hex).queries().get(0).time()).isEqualTo(new TimeRange(from, until));
  }

  @ParameterizedTest
  @CsvSource({
    "0a,           protobuf", // cut off
    "0a05,         protobuf",
    "0a040a0208,   protobuf",
    "ffffffff,     protobuf",
    "0a061a0408041201, protobuf",
    "0a071a0508041201 61, a matcher of type 4",
    "0a021a00,     needs the name of a label"
  })
  void refusesWhatIsNoRequest(String hex, String message) {
    assertThatThrownBy(() -> parse(hex.replace(" ", "")))
        .isInstanceOf(MalformedRequestException.class)
        .hasMessageContaining("expected a ReadRequest as protobuf, found ")
        .hasMessageMatching(message.equals("protobuf") ? "(?s).*" : "(?s).*" + message + ".*");
  }

  @Test
  void refusesABodyThatIsNotCompressed() {
    assertThatThrownBy(() -> ReadRequest.parse(new byte[] {5, 1, 2, 3}, LIMIT))
        .isInstanceOf(MalformedRequestException.class)
        .hasMessageContaining("expected a body compressed by snappy");
  }

  @Test
  void refusesALengthBeforeItAllocates() {
    byte[] fourGigabytes = HexFormat.of().parseHex("ffffffff0f00");

    assertThatThrownBy(() -> ReadRequest.parse(fourGigabytes, LIMIT))
        .isInstanceOf(MalformedRequestException.class)
        .hasMessage("expected a request of at most 65536 bytes, found one of 4294967295");
  }

  @Property
  void neverFailsOtherwiseOnAnyBytes(@ForAll byte[] bytes) throws IOException {
    for (byte[] body : List.of(bytes, Snappy.compress(bytes))) {
      try {
        ReadRequest.parse(body, LIMIT);
      } catch (MalformedRequestException e) {
        assertThat(e).hasMessageStartingWith("expected ");
      }
    }
  }
}
