package dev.almanac.gateway;

import dev.almanac.archive.ArchiveInput;
import dev.almanac.archive.SeriesRow;
import dev.almanac.archive.SeriesRows;
import dev.almanac.backup.SideBySide;
import dev.almanac.prometheus.ReadQuery;
import dev.almanac.series.CostlyExpressionException;
import dev.almanac.series.Labels;
import dev.almanac.series.Selector;
import dev.almanac.series.SeriesRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;

/**
 * Which series a query asks for, found in the {@code series} files alone: no sample is read for it.
 */
final class Survey {

  private final SeriesRange range;
  private final Labels[] inOrder;
  private final Labels[] shown;
  private final Map<Labels, Integer> places = new HashMap<>();

  private Survey(SeriesRange range, Labels[] inOrder, Labels[] shown) {
    this.range = range;
    this.inOrder = inOrder;
    this.shown = shown;
    for (int i = 0; i < inOrder.length; i++) {
      places.put(inOrder[i], i);
    }
  }

  /**
   * Looks through the slices.
   *
   * @param selector of the query's matchers
   * @param added labels that its series get besides the external ones
   * @throws TooMuchException where a limit is exceeded
   */
  static Survey of(
      List<? extends Slice> slices,
      ReadQuery query,
      Selector selector,
      ExternalLabels added,
      ExternalLabels external,
      ReadLimits limits) {
    Map<Labels, Labels> found = new HashMap<>();
    double samples = 0;
    SeriesRange range = selector.range();
    for (Slice slice : slices) {
      for (SeriesRows rows : firstRows(slice, range)) {
        for (boolean any = true; any; any = rows.nextIn(range)) {
          SeriesRow row = rows.row();
          double expected = slice.samplesOf(row);
          if (expected == 0) {
            continue;
          }
          if (!found.containsKey(row.labels())) {
            Labels shown = external.addedTo(added.addedTo(row.labels()));
            if (!matches(selector, shown)) {
              continue;
            }
            found.put(row.labels(), shown);
            limits.checkSeries(found.size());
          }
          if (!query.labelsOnly()) {
            samples += expected;
            limits.checkSamples(samples);
          }
        }
      }
    }
    Function<Labels, Labels> merged = external.areTakenOff(query) ? added::addedTo : found::get;
    return inOrder(range, found, Comparator.comparing(merged));
  }

  /** An expression that asks for too much is refused as a query that does. */
  static boolean matches(Selector selector, Labels labels) {
    try {
      return selector.matches(labels);
    } catch (CostlyExpressionException e) {
      throw new TooMuchException(e.getMessage());
    }
  }

  /** The lists of a slice that have a row in the range, each at its first. */
  private static List<SeriesRows> firstRows(Slice slice, SeriesRange range) {
    List<Callable<SeriesRows>> lists = new ArrayList<>();
    for (ArchiveInput list : slice.lists()) {
      lists.add(
          () -> {
            SeriesRows rows = SeriesRows.open(list);
            return rows.nextIn(range) ? rows : null;
          });
    }
    return SideBySide.all(lists).stream().filter(Objects::nonNull).toList();
  }

  private static Survey inOrder(
      SeriesRange range, Map<Labels, Labels> found, Comparator<Labels> order) {
    Labels[] inOrder = found.keySet().stream().sorted(order).toArray(Labels[]::new);
    Labels[] shown = new Labels[inOrder.length];
    for (int i = 0; i < shown.length; i++) {
      shown[i] = found.get(inOrder[i]);
    }
    if (!Arrays.equals(inOrder, shown)) {
      checkDistinct(inOrder, shown);
    }
    return new Survey(range, inOrder, shown);
  }

  /** Series that are sent under the same labels would be counted twice: nobody merges them. */
  private static void checkDistinct(Labels[] inOrder, Labels[] shown) {
    Map<Labels, Labels> owners = new HashMap<>();
    for (int i = 0; i < shown.length; i++) {
      Labels other = owners.put(shown[i], inOrder[i]);
      if (other != null) {
        throw new IllegalStateException(
            ("expected series that differ once they have their external labels, found %s and %s,"
                    + " which are both %s: serve archives that have these labels and archives that"
                    + " lack them by gateways of their own")
                .formatted(other, inOrder[i], shown[i]));
      }
    }
  }

  /** Where all series lie in the order of the archive. */
  SeriesRange range() {
    return range;
  }

  /** How many series there are. */
  int size() {
    return inOrder.length;
  }

  boolean asksFor(Labels own) {
    return places.containsKey(own);
  }

  /** Which of the answer's series one is, by the labels that it has in the archive. */
  int placeOf(Labels own) {
    return places.get(own);
  }

  /** The labels of one of the answer's series, as others see them. */
  Labels shown(int place) {
    return shown[place];
  }

  /** Whether the archive has the series in the very order of the answer. */
  boolean isInOrderOfTheArchive() {
    for (int i = 1; i < inOrder.length; i++) {
      if (Labels.BY_METRIC_NAME.compare(inOrder[i - 1], inOrder[i]) > 0) {
        return false;
      }
    }
    return true;
  }
}
