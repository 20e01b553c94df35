package dev.almanac.training;

import dev.almanac.forecast.resample.Resampler;
import dev.almanac.series.Labels;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What one piece of the archive holds of a series that is learned.
 *
 * @param split the number of the piece
 * @param labels the series
 * @param steps a {@link Resampler} as bytes; empty where the series has native histograms there and
 *     no float samples
 */
@SuppressWarnings("ArrayRecordComponent") // made once and handed on
public record SeriesPiece(int split, Labels labels, byte[] steps) {

  /**
   * Joins the pieces of one series, in the order of their splits whatever the order they come in;
   * empty where none has float samples.
   */
  public static Optional<Resampler> join(List<SeriesPiece> pieces) {
    return pieces.stream()
        .filter(piece -> piece.steps().length > 0)
        .sorted(Comparator.comparingInt(SeriesPiece::split))
        .map(piece -> Resampler.fromBytes(piece.steps()))
        .reduce(
            (joined, next) -> {
              joined.append(next);
              return joined;
            });
  }
}
