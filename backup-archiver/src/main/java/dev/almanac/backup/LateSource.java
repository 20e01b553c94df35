package dev.almanac.backup;

import dev.almanac.series.SeriesCursor;
import dev.almanac.series.TimeRange;
import java.time.Duration;
import java.util.Map;

/** A running server, asked for what it shows and its snapshot may lack. */
public interface LateSource {

  /** How far behind the newest sample the server takes others. */
  Duration outOfOrderWindow();

  /** The labels that the server adds to every series it answers with. */
  Map<String, String> externalLabels();

  /**
   * What the server shows in this time: series in the natural order of their own labels, with the
   * external ones added.
   *
   * @throws Unavailable here or by the call of the cursor that fails
   */
  SeriesCursor read(TimeRange time);

  /** The server does not answer, or not rightly. */
  final class Unavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public Unavailable(RuntimeException cause) {
      super(cause.getMessage(), cause);
    }
  }
}
