package dev.almanac.forecast;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/** Reads models. No length is believed before the bytes for it are there. */
final class ModelReader {

  /** More than any ensemble has. */
  private static final int MOST_MEMBERS = 64;

  private final ByteBuffer in;

  ModelReader(byte[] bytes) {
    this.in = ByteBuffer.wrap(bytes);
  }

  SeriesModel read() {
    int magic = integer();
    require(magic == ModelWriter.MAGIC, "these bytes are no model");
    int version = octet();
    require(
        version == ModelWriter.VERSION,
        "version " + version + " is not known here, only " + ModelWriter.VERSION);
    checkDigest();
    try {
      Framing framing = framing();
      double lowest = number();
      double highest = number();
      require(lowest <= highest, "limits " + lowest + " and " + highest);
      Bands bands = bands();
      int size = integer();
      require(size >= 1 && size <= MOST_MEMBERS, size + " members");
      List<Member> members = new ArrayList<>();
      double[] weights = new double[size];
      for (int i = 0; i < size; i++) {
        weights[i] = number();
        require(weights[i] > 0 && weights[i] <= 1, "weight " + weights[i]);
        members.add(member());
      }
      require(!in.hasRemaining(), in.remaining() + " bytes too many");
      return new SeriesModel(framing, members, weights, bands, lowest, highest);
    } catch (IllegalArgumentException e) {
      throw new CorruptModelException(in.position(), e.getMessage());
    }
  }

  private void checkDigest() {
    int end = in.limit() - Integer.BYTES;
    require(end >= in.position(), "the checksum is missing");
    CRC32C crc = new CRC32C();
    crc.update(in.array(), 0, end);
    int expected = in.getInt(end);
    require(
        expected == (int) crc.getValue(),
        String.format("CRC-32C expected %08x, found %08x", expected, (int) crc.getValue()));
    in.limit(end);
  }

  private Framing framing() {
    long step = need(Long.BYTES).getLong();
    require(step >= 1, "step " + step);
    CivilTime civil = new CivilTime(zone(), step);
    List<Integer> seasons = Arrays.stream(integers()).boxed().toList();
    // The same rules as for what is asked of a forecaster.
    ForecastOptions.of(1).withSeasons(seasons);
    double unit = number();
    require(unit > 0 && Math.scalb(1.0, Math.getExponent(unit)) == unit, "unit " + unit);
    double shift = number();
    double level = number();
    Optional<LevelShift> levelShift =
        flag()
            ? Optional.of(new LevelShift(need(Long.BYTES).getLong(), number(), number()))
            : Optional.empty();
    Optional<HolidayEffect> holidays = flag() ? Optional.of(holidays()) : Optional.empty();
    return new Framing(civil, seasons, unit, shift, level, levelShift, holidays);
  }

  private ZoneId zone() {
    String id = text();
    try {
      return ZoneId.of(id);
    } catch (DateTimeException e) {
      throw new CorruptModelException(in.position(), "time zone: " + e.getMessage());
    }
  }

  private HolidayEffect holidays() {
    String country = text();
    ForecastOptions.of(1).withHolidaysOf(country);
    double[] change = numbers();
    require(change.length > 0, "holidays of a day without steps");
    return new HolidayEffect(country, change);
  }

  private Bands bands() {
    int[] horizons = integers();
    require(horizons.length > 0 && horizons[0] == 1, "no horizons");
    for (int i = 1; i < horizons.length; i++) {
      require(horizons[i] > horizons[i - 1], "horizons do not ascend");
    }
    double[] spread = numbers();
    require(spread.length == horizons.length, "spreads for other horizons");
    for (double unit : spread) {
      require(unit >= 0, "spread " + unit);
    }
    float[] rhythm = floats();
    require(rhythm.length > 0, "no rhythm");
    return new Bands(horizons, spread, rhythm, new QuantileCurve(numbers()));
  }

  private Member member() {
    int number = octet();
    MemberKind kind = MemberKind.of(number);
    require(kind != null, "member of unknown kind " + number);
    return switch (kind) {
      case NAIVE -> new Naive();
      case SEASONAL_NAIVE -> new SeasonalNaive(length("season", integer()));
      case AUTOREGRESSION -> autoregression();
    };
  }

  private Autoregression autoregression() {
    String name = text();
    Scale scale = flag() ? Scale.LOG : Scale.LINEAR;
    int[] lags = integers();
    for (int i = 0; i < lags.length; i++) {
      length("lag", lags[i]);
      require(i == 0 || lags[i] > lags[i - 1], "lags do not ascend");
    }
    double[] coefficients = numbers();
    require(coefficients.length == lags.length, "coefficients for other lags");
    double centre = number();
    float[] deviations = floats();
    require(deviations.length > 0, "an empty profile");
    double spread = number();
    require(spread > 0, "spread " + spread);
    Profile profile = new Profile(centre, deviations);
    return new Autoregression(name, scale, lags, coefficients, profile, spread, number(), number());
  }

  private int length(String what, int length) {
    require(length >= 1 && length <= 1 << 20, what + " " + length);
    return length;
  }

  private int[] integers() {
    int count = count(Integer.BYTES);
    int[] values = new int[count];
    for (int i = 0; i < count; i++) {
      values[i] = integer();
    }
    return values;
  }

  private float[] floats() {
    float[] values = new float[count(Float.BYTES)];
    for (int i = 0; i < values.length; i++) {
      values[i] = need(Float.BYTES).getFloat();
      require(Float.isFinite(values[i]), "a number expected, found " + values[i]);
    }
    return values;
  }

  private double[] numbers() {
    int count = count(Double.BYTES);
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = number();
    }
    return values;
  }

  private int count(int bytesEach) {
    int count = integer();
    require(
        count >= 0 && (long) count * bytesEach <= in.remaining(),
        count + " values in " + in.remaining() + " bytes");
    return count;
  }

  private boolean flag() {
    int value = octet();
    require(value == 0 || value == 1, "0 or 1 expected, found " + value);
    return value == 1;
  }

  private String text() {
    byte[] bytes = new byte[count(1)];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private int octet() {
    return need(1).get();
  }

  private int integer() {
    return need(Integer.BYTES).getInt();
  }

  private double number() {
    double number = need(Double.BYTES).getDouble();
    require(Double.isFinite(number), "a number expected, found " + number);
    return number;
  }

  private ByteBuffer need(int bytes) {
    require(in.remaining() >= bytes, bytes + " bytes expected, " + in.remaining() + " left");
    return in;
  }

  private void require(boolean holds, String found) {
    if (!holds) {
      throw new CorruptModelException(in.position(), found);
    }
  }
}
