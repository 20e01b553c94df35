package dev.almanac.tsdb.synthetic;

import dev.almanac.series.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The series of a fleet: targets with {@value #DEVICES} devices each, of which each shows {@value
 * #METRICS} metrics. Four tenths are counters, three are gauges of one to three decimals, one and a
 * half whole numbers, one constants, and a twentieth random walks of full precision. A third of
 * them are idle, as much of what real exporters show never changes.
 */
final class Fleet {

  /** How many targets the first {@code series} series of the fleet belong to. */
  static int targets(int series) {
    return (series + METRICS * DEVICES - 1) / (METRICS * DEVICES);
  }

  private static final List<String> SUBSYSTEMS =
      List.of(
          "cache",
          "cpu",
          "database",
          "disk",
          "filesystem",
          "http",
          "memory",
          "network",
          "queue",
          "storage");

  /** Those of a subsystem; every other one has {@link Shape#QUEUED} for the last of them. */
  private static final List<Shape> SHAPES =
      List.of(
          Shape.REQUESTS,
          Shape.BYTES,
          Shape.ERRORS,
          Shape.BUSY,
          Shape.UTILISATION,
          Shape.TEMPERATURE,
          Shape.LATENCY,
          Shape.CONNECTIONS,
          Shape.LIMIT,
          Shape.PRESSURE);

  private static final int DEVICES = 2;
  private static final int METRICS = 100;
  private static final int TARGETS_PER_RACK = 8;

  private Fleet() {}

  /**
   * A series.
   *
   * @param number its place in the fleet, whatever the order of the block
   * @param target the number of its target
   */
  record Member(int number, int target, Labels labels, Shape shape) {}

  /** The first {@code series} series of the fleet, in the order of a block. */
  static List<Member> members(int series) {
    List<Member> members = new ArrayList<>(series);
    for (int number = 0; number < series; number++) {
      int metric = number % METRICS;
      int device = number / METRICS % DEVICES;
      int target = number / (METRICS * DEVICES);
      members.add(new Member(number, target, labels(metric, device, target), shape(metric)));
    }
    members.sort(Comparator.comparing(Member::labels));
    return members;
  }

  /** A metric's shape and name: ten shapes in each of ten subsystems. */
  private static Shape shape(int metric) {
    Shape shape = SHAPES.get(metric % SHAPES.size());
    boolean odd = metric / SHAPES.size() % 2 == 1;
    return shape == Shape.PRESSURE && odd ? Shape.QUEUED : shape;
  }

  private static Labels labels(int metric, int device, int target) {
    String name = SUBSYSTEMS.get(metric / SHAPES.size()) + "_" + shape(metric).suffix();
    return Labels.of(
        Labels.METRIC_NAME,
        name,
        "device",
        "dev" + device,
        "environment",
        target % 4 == 0 ? "staging" : "production",
        "instance",
        String.format(Locale.ROOT, "node-%04d.example.net:9100", target),
        "job",
        "node",
        "rack",
        String.format(Locale.ROOT, "r%03d", target / TARGETS_PER_RACK),
        "region",
        target % 2 == 0 ? "eu-north" : "eu-south");
  }
}
