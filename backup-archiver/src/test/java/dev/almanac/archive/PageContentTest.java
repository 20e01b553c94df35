package dev.almanac.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PageContentTest {

  /** Of eight zstd blocks, of which none is stored shorter than it is. */
  private static final int LENGTH = 1 << 20;

  private static final int LEVELS = 3;
  private static final int BEFORE = 5;

  private final byte[] raw = new byte[LEVELS + LENGTH];
  private byte[] window;
  private int stored;

  @BeforeEach
  void pack() {
    new Random(1).nextBytes(raw);
    byte[] frame = Zstd.compress(Arrays.copyOfRange(raw, LEVELS, raw.length));
    stored = LEVELS + frame.length;
    window = new byte[BEFORE + stored];
    System.arraycopy(raw, 0, window, BEFORE, LEVELS);
    System.arraycopy(frame, 0, window, BEFORE + LEVELS, frame.length);
  }

  private PageContent content() throws MalformedPageException {
    PageContent content = new PageContent();
    content.set(window, BEFORE, stored, LEVELS, raw.length, true);
    return content;
  }

  private void assertHolds(byte[] part, int from, int end) {
    assertThat(Arrays.copyOfRange(part, from, end)).isEqualTo(Arrays.copyOfRange(raw, from, end));
  }

  private void breakTheEnd() {
    Arrays.fill(window, window.length - 200_000, window.length, (byte) 0);
  }

  @Test
  void unpacksNoMoreThanAPartOfTheMiddleNeeds() throws MalformedPageException {
    breakTheEnd();

    assertHolds(content().part(LENGTH / 4, LENGTH / 2), LEVELS, LENGTH / 2);
  }

  @Test
  void unpacksAllForWhoBeginsAtTheBeginning() {
    breakTheEnd();

    assertThatThrownBy(() -> content().part(LEVELS, LEVELS + 8))
        .isInstanceOf(MalformedPageException.class)
        .hasMessageContaining("no zstd frame");
  }

  @Test
  void unpacksTheRestForWhoAsksForMoreThanTheFirstPart() throws MalformedPageException {
    PageContent content = content();
    content.part(LEVELS + 8, LEVELS + 16);

    assertHolds(content.part(LENGTH / 2, raw.length), 0, raw.length);
    assertHolds(content.part(LEVELS + 8, LEVELS + 16), 0, raw.length);
  }

  @Test
  void findsADamagedEndWhenItIsAskedFor() throws MalformedPageException {
    breakTheEnd();
    PageContent content = content();
    content.part(LEVELS + 8, LEVELS + 16);

    assertThatThrownBy(content::values)
        .isInstanceOf(MalformedPageException.class)
        .hasMessageContaining("no zstd frame");
  }

  @Test
  void findsADamagedPartOfTheMiddle() {
    Arrays.fill(window, BEFORE + LEVELS + 100_000, BEFORE + LEVELS + 400_000, (byte) 0);

    assertThatThrownBy(() -> content().part(LENGTH / 4, LENGTH / 2))
        .isInstanceOf(MalformedPageException.class)
        .hasMessageContaining("zstd frame");
  }

  @Test
  void refusesAFrameOfAnotherLength() {
    assertThatThrownBy(
            () -> new PageContent().set(window, BEFORE, stored, LEVELS, raw.length - 1, true))
        .isInstanceOf(MalformedPageException.class)
        .hasMessage("a zstd frame of 1048576 bytes where the header says 1048575");
  }

  @Test
  void holdsWhatIsNotCompressedAtOnce() throws MalformedPageException {
    PageContent content = new PageContent();
    content.set(raw, 0, raw.length, LEVELS, raw.length, false);

    assertHolds(content.part(LEVELS + 8, LEVELS + 16), 0, raw.length);
    assertHolds(content.levels(0, LEVELS).bytes, 0, LEVELS);
  }
}
