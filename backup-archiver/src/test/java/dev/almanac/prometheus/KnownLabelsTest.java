package dev.almanac.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.almanac.series.Labels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.UniqueElements;
import org.junit.jupiter.api.Test;

class KnownLabelsTest {

  private static final byte[] CHUNK = {2 << 3 | 2, 3, 'x', 'y', 'z'};

  private final KnownLabels known = new KnownLabels(100);

  private static Labels series(int number) {
    return Labels.of("__name__", "up", "instance", "host-" + number);
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }

  private Labels read(byte[]... parts) throws IOException {
    byte[] message = joined(parts);
    return known.of(message, 0, message.length);
  }

  @Property(tries = 200)
  void theFieldsOfLabelsAreWhatAReaderOfProtobufTakesThemFrom(
      @ForAll @Size(min = 1, max = 8) @UniqueElements List<String> names, @ForAll String value)
      throws IOException {
    List<String> pairs = new ArrayList<>();
    for (String name : names) {
      pairs.add(
          name.codePoints()
              .filter(c -> !isSurrogate(c))
              .mapToObj(Character::toString)
              .reduce("_" + names.indexOf(name) + "_", String::concat));
      pairs.add(
          value
              .codePoints()
              .filter(c -> !isSurrogate(c))
              .mapToObj(Character::toString)
              .reduce("", String::concat)
              .repeat(3));
    }
    Labels labels = Labels.of(pairs.toArray(new String[0]));
    byte[] fields = labels.fields();

    assertThat(Wire.labels(fields, 0, fields.length)).isEqualTo(labels);
    assertThat(read(fields, CHUNK)).isEqualTo(labels);
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  @Test
  void theFieldsOfLongLabelsHaveLongLengths() throws IOException {
    for (int length : new int[] {126, 127, 128, 16_383, 16_384}) {
      Labels labels = Labels.of("a", "x".repeat(length), "b".repeat(length), "ü");
      assertThat(read(labels.fields())).isEqualTo(labels);
    }
  }

  @Test
  void findsTheSameObjectAgainWhateverFollowsTheLabels() throws IOException {
    Labels first = read(series(1).fields());

    assertThat(first).isEqualTo(series(1));
    assertThat(read(series(1).fields(), CHUNK)).isSameAs(first);
    assertThat(read(series(2).fields(), CHUNK)).isEqualTo(series(2));
    assertThat(read(series(1).fields(), CHUNK, CHUNK)).isSameAs(first);
    assertThat(read()).isEqualTo(Labels.EMPTY);
  }

  @Test
  void isRightAboutSeriesThatItForgot() throws IOException {
    Labels first = read(series(0).fields());
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 1000; i++) {
        assertThat(read(series(i).fields(), CHUNK)).isEqualTo(series(i));
      }
    }
    assertThat(read(series(0).fields())).isEqualTo(first).isNotSameAs(first);
  }

  @Test
  void remembersWhatWasSeenInTheMeantime() throws IOException {
    Labels first = read(series(0).fields());
    for (int i = 1; i < 1000; i++) {
      assertThat(read(series(i).fields())).isEqualTo(series(i));
      assertThat(read(series(0).fields())).isSameAs(first);
    }
  }

  @Property(tries = 100)
  void isRightInWhateverOrderSeriesComeAndGo(
      @ForAll @Size(max = 60) List<@IntRange(max = 40) Integer> numbers) throws IOException {
    KnownLabels few = new KnownLabels(5);
    for (int round = 0; round < 3; round++) {
      for (int number : numbers) {
        byte[] message = series(number).fields();
        assertThat(few.of(message, 0, message.length)).isEqualTo(series(number));
      }
    }
  }

  @Test
  void takesLabelsThatComeLaterThanChunks() throws IOException {
    byte[] one = Labels.of("a", "1").fields();
    byte[] other = Labels.of("b", "2").fields();

    assertThat(read(CHUNK, one, other)).isEqualTo(Labels.of("a", "1", "b", "2"));
    assertThat(read(one, CHUNK, other)).isEqualTo(Labels.of("a", "1", "b", "2"));
    assertThat(read(one, CHUNK)).isEqualTo(Labels.of("a", "1"));
  }

  @Test
  void refusesWhatEndsEarly() {
    byte[] whole = series(1).fields();
    for (int length = 1; length < whole.length; length++) {
      int cut = length;
      if (cut != labelEnd(whole)) {
        assertThatThrownBy(() -> known.of(whole, 0, cut))
            .isInstanceOf(InvalidProtocolBufferException.class);
      }
    }
  }

  /** Where the first label ends, and a shorter set of labels with it. */
  private static int labelEnd(byte[] fields) {
    return 2 + fields[1];
  }
}
