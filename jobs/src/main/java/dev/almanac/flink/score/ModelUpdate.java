package dev.almanac.flink.score;

import dev.almanac.flink.ValueTypeInfo;
import dev.almanac.series.Labels;
import java.util.Optional;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * The model of a series from now on; empty where it has none any more.
 *
 * @param labels the series
 */
public record ModelUpdate(Labels labels, Optional<LiveModel> model) {

  /** How Flink moves it. */
  public static final TypeInformation<ModelUpdate> TYPE =
      new ValueTypeInfo<>(ModelUpdate.class, new ModelUpdateSerializer());
}
