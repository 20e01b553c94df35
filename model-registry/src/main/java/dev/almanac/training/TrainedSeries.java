package dev.almanac.training;

import java.io.Serializable;

/**
 * What training made of a series.
 *
 * @param summary what came of it
 * @param model {@link dev.almanac.forecast.ModelCodec the model as bytes}; empty where there is
 *     none
 */
@SuppressWarnings("ArrayRecordComponent") // made once and handed on
public record TrainedSeries(SeriesSummary summary, byte[] model) implements Serializable {

  public TrainedSeries {
    if (summary.isFitted() == (model.length == 0)) {
      throw new IllegalArgumentException(
          summary.labels() + " needs either a model or a reason for none");
    }
  }

  /** The number of the file that it is in. */
  public int shard() {
    return ModelShards.of(summary.labels());
  }
}
