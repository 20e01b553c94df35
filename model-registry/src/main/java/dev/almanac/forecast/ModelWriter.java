package dev.almanac.forecast;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;

/** Writes models. */
final class ModelWriter {

  static final int MAGIC = 0x414c4d4d; // ALMM
  static final byte VERSION = 1;

  private ByteBuffer out = ByteBuffer.allocate(256);

  byte[] write(SeriesModel model) {
    room(Integer.BYTES + 1).putInt(MAGIC).put(VERSION);
    framing(model.framing());
    number(model.lowest());
    number(model.highest());
    bands(model.bands());
    List<Member> members = model.parts();
    integer(members.size());
    members.forEach(this::member);
    CRC32C crc = new CRC32C();
    crc.update(out.array(), 0, out.position());
    integer((int) crc.getValue());
    byte[] bytes = new byte[out.position()];
    out.flip().get(bytes);
    return bytes;
  }

  private void framing(Framing framing) {
    room(Long.BYTES).putLong(framing.step());
    integers(framing.seasons().stream().mapToInt(Integer::intValue).toArray());
    number(framing.unit());
    number(framing.shift());
    number(framing.level());
  }

  private void bands(Bands bands) {
    integers(bands.horizons());
    numbers(bands.spread());
    numbers(bands.curve().units());
  }

  private void member(Member member) {
    if (member instanceof Naive) {
      kind(MemberKind.NAIVE);
    } else if (member instanceof SeasonalNaive seasonal) {
      kind(MemberKind.SEASONAL_NAIVE);
      integer(seasonal.season());
    } else {
      throw new IllegalArgumentException("no bytes for " + member.name());
    }
  }

  private void kind(MemberKind kind) {
    room(1).put((byte) kind.number());
  }

  private void integers(int[] values) {
    integer(values.length);
    for (int value : values) {
      integer(value);
    }
  }

  private void numbers(double[] values) {
    integer(values.length);
    for (double value : values) {
      number(value);
    }
  }

  private void integer(int value) {
    room(Integer.BYTES).putInt(value);
  }

  private void number(double value) {
    room(Double.BYTES).putDouble(value);
  }

  private ByteBuffer room(int bytes) {
    if (out.remaining() < bytes) {
      out = ByteBuffer.allocate(2 * out.capacity()).put(out.flip());
    }
    return out;
  }
}
