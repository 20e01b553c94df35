package dev.almanac.flink.score;

import dev.almanac.flink.ValueTypeInfo;
import dev.almanac.forecast.ForecastPath;
import dev.almanac.forecast.resample.SampleKind;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * What a model expects of one series in the coming hours: all that scoring needs of it.
 *
 * @param version the number of the version that it is of
 * @param digest of the model's bytes: equal ones expect the same
 * @param kind what the samples are that it expects: of a counter the rate, per second
 */
public record LiveModel(int version, long digest, SampleKind kind, ForecastPath path) {

  /** How Flink stores it. */
  static final TypeInformation<LiveModel> TYPE =
      new ValueTypeInfo<>(LiveModel.class, new LiveModelSerializer());

  /**
   * Whether this one can be kept although another one came: it is the same model, and it reaches
   * into the second half of the other one's path, so that there will be another one in time.
   */
  public boolean doesFor(LiveModel other) {
    ForecastPath theirs = other.path;
    long middle = theirs.start() + (theirs.end() - theirs.start()) / 2;
    return digest == other.digest && kind == other.kind && path.end() >= middle;
  }
}
