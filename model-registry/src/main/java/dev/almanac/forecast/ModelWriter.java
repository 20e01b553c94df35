package dev.almanac.forecast;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32C;

/** Writes models as docs/format/model.md describes them. */
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
    for (int m = 0; m < members.size(); m++) {
      number(model.weights()[m]);
      member(members.get(m));
    }
    CRC32C crc = new CRC32C();
    crc.update(out.array(), 0, out.position());
    integer((int) crc.getValue());
    byte[] bytes = new byte[out.position()];
    out.flip().get(bytes);
    return bytes;
  }

  private void framing(Framing framing) {
    room(Long.BYTES).putLong(framing.civil().step());
    text(framing.civil().zone().getId());
    integers(framing.seasons().stream().mapToInt(Integer::intValue).toArray());
    number(framing.unit());
    number(framing.shift());
    number(framing.level());
    flag(framing.levelShift().isPresent());
    framing.levelShift().ifPresent(this::levelShift);
    flag(framing.holidays().isPresent());
    framing.holidays().ifPresent(this::holidays);
  }

  private void levelShift(LevelShift shift) {
    room(Long.BYTES).putLong(shift.number());
    number(shift.factor());
    number(shift.offset());
  }

  private void holidays(HolidayEffect effect) {
    text(effect.country());
    numbers(effect.change());
  }

  private void bands(Bands bands) {
    integers(bands.horizons());
    numbers(bands.spread());
    floats(bands.rhythm());
    numbers(bands.curve().units());
  }

  private void member(Member member) {
    if (member instanceof Naive) {
      kind(MemberKind.NAIVE);
    } else if (member instanceof SeasonalNaive seasonal) {
      kind(MemberKind.SEASONAL_NAIVE);
      integer(seasonal.season());
    } else if (member instanceof Autoregression recursion) {
      kind(MemberKind.AUTOREGRESSION);
      autoregression(recursion);
    } else {
      throw new IllegalArgumentException("no bytes for " + member.name());
    }
  }

  private void autoregression(Autoregression recursion) {
    text(recursion.name());
    flag(recursion.scale() == Scale.LOG);
    integers(recursion.lags());
    numbers(recursion.coefficients());
    Profile profile = recursion.profile();
    number(profile.centre());
    floats(profile.deviations());
    number(recursion.spread());
    number(recursion.lowest());
    number(recursion.highest());
  }

  private void kind(MemberKind kind) {
    room(1).put((byte) kind.number());
  }

  private void flag(boolean set) {
    room(1).put((byte) (set ? 1 : 0));
  }

  private void text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    integer(bytes.length);
    room(bytes.length).put(bytes);
  }

  private void integers(int[] values) {
    integer(values.length);
    for (int value : values) {
      integer(value);
    }
  }

  private void floats(float[] values) {
    integer(values.length);
    for (float value : values) {
      room(Float.BYTES).putFloat(value);
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
      out = ByteBuffer.allocate(2 * out.capacity() + bytes).put(out.flip());
    }
    return out;
  }
}
