package dev.almanac.flink.score;

import dev.almanac.forecast.ForecastPath;
import dev.almanac.forecast.resample.SampleKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.DoubleUnaryOperator;

/** Models that expect what a test says. */
final class Paths {

  static final long STEP = 300_000;

  private Paths() {}

  /**
   * A model.
   *
   * @param expected by the hour since the start
   */
  static LiveModel model(
      int version,
      long digest,
      long start,
      int steps,
      DoubleUnaryOperator expected,
      double spread) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeLong(start);
      out.writeLong(STEP);
      out.writeDouble(0);
      out.writeInt(steps);
      for (int i = 0; i < steps; i++) {
        out.writeFloat((float) expected.applyAsDouble((i + .5) * STEP / 3_600_000));
      }
      for (int i = 0; i < steps; i++) {
        out.writeFloat((float) spread);
      }
      ForecastPath path =
          ForecastPath.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
      return new LiveModel(version, digest, SampleKind.GAUGE, path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
