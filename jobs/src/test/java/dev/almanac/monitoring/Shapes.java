package dev.almanac.monitoring;

import dev.almanac.jobs.DailyBlocks;
import dev.almanac.series.Labels;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.LongToDoubleFunction;

/** Series by what is said of their values, the same whenever they are made. */
final class Shapes {

  private static final double WOBBLES = Duration.ofMinutes(4).toMillis();

  private final long step;
  private final SortedMap<Labels, DailyBlocks.Value> series = new TreeMap<>();

  /**
   * None so far.
   *
   * @param step from one sample to the next
   */
  Shapes(Duration step) {
    this.step = step.toMillis();
  }

  void gauge(String metric, LongToDoubleFunction value, String... labels) {
    series.put(labels(metric, labels), (time, noise) -> value.applyAsDouble(time));
  }

  /** Counts whole things from 0 on, so many a second as the rate says; below 0 is none. */
  void counter(String metric, LongToDoubleFunction rate, String... labels) {
    double[] total = new double[1];
    series.put(
        labels(metric, labels),
        (time, noise) -> {
          total[0] += Math.max(0, rate.applyAsDouble(time)) * step / 1000;
          return Math.floor(total[0]);
        });
  }

  /** The same of what is measured, seconds above all. */
  void sum(String metric, LongToDoubleFunction rate, String... labels) {
    double[] total = new double[1];
    series.put(
        labels(metric, labels),
        (time, noise) -> total[0] += Math.max(0, rate.applyAsDouble(time)) * step / 1000);
  }

  static Labels labels(String metric, String... more) {
    String[] all = new String[more.length + 2];
    all[0] = Labels.METRIC_NAME;
    all[1] = metric;
    System.arraycopy(more, 0, all, 2, more.length);
    return Labels.of(all);
  }

  /** Writes them into blocks that end at some time. */
  void write(Path folder, long end, int days) throws IOException {
    DailyBlocks.write(folder, end, days, step, series);
  }

  /** A curve between -1 and 1 that goes up and down within minutes; each of a name has its own. */
  static double wobble(String name, long time) {
    double at = time / WOBBLES;
    double part = at - Math.floor(at);
    double smooth = part * part * (3 - 2 * part);
    return (1 - smooth) * random(name, Math.floor(at)) + smooth * random(name, Math.floor(at) + 1);
  }

  private static double random(String name, double place) {
    return 2 * new SplittableRandom(name.hashCode() * 31L + (long) place).nextDouble() - 1;
  }

  /** 1 at the top of a hill, less than a hundredth at three widths from there. */
  static double hill(double at, double top, double width) {
    double off = (at - top) / width;
    return Math.exp(-off * off / 2);
  }
}
