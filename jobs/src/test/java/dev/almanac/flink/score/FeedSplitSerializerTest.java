package dev.almanac.flink.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FeedSplitSerializerTest {

  private final FeedSplitSerializer serializer = new FeedSplitSerializer();
  private final FeedSplit split = new FeedSplit(3, 1_790_000_000_000L, Set.of(4, 5));

  @Test
  void readsWhatItWrites() throws IOException {
    assertThat(serializer.deserialize(2, serializer.serialize(split))).isEqualTo(split);
    assertThat(serializer.deserialize(2, serializer.serialize(FeedSplit.NEW)))
        .isEqualTo(FeedSplit.NEW);
  }

  @Test
  void readsThePositionsOfTheFirstVersionWhichKnewOfNoLoadThatWasInterrupted() throws IOException {
    byte[] first = ByteBuffer.allocate(12).putInt(3).putLong(1_790_000_000_000L).array();

    assertThat(serializer.deserialize(1, first)).isEqualTo(new FeedSplit(3, 1_790_000_000_000L));
  }

  @Test
  void refusesVersionsThatItDoesNotKnowAndOtherLengths() {
    byte[] bytes = serializer.serialize(split);

    assertThatThrownBy(() -> serializer.deserialize(3, bytes)).hasMessageContaining("version 3");
    for (int length : new int[] {0, 11, bytes.length - 1, bytes.length + 1}) {
      assertThatThrownBy(() -> serializer.deserialize(2, Arrays.copyOf(bytes, length)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("does not end after " + length + " bytes");
    }
  }

  @Test
  void refusesFewerVersionsThanNone() {
    byte[] bytes = ByteBuffer.allocate(16).putInt(3).putLong(7).putInt(-1).array();

    assertThatThrownBy(() -> serializer.deserialize(2, bytes)).isInstanceOf(IOException.class);
  }
}
