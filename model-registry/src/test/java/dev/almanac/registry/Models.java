package dev.almanac.registry;

import dev.almanac.series.TimeRange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Versions for tests. */
public final class Models {

  public static final Change CHANGE = new Change("tester", "to see what happens");

  private Models() {}

  public static Lineage lineage() {
    return new Lineage(
        List.of("20261123T230000Z-3f9c21ab"),
        new TimeRange(1795046400000L, 1797465600000L),
        new TreeMap<>(Map.of("horizon", "24h", "step", "5m")),
        "almanac 0.1.0",
        "trainer-1",
        Duration.ofMillis(83_400));
  }

  public static GroupAccuracy group(String name, int series, double owa) {
    return new GroupAccuracy(name, series, owa * 1.1, owa * 20, owa, owa * 10, 0.95);
  }

  public static Evaluation evaluation(GroupAccuracy... groups) {
    return new Evaluation(new TimeRange(1797379200000L, 1797465600000L), 0.95, List.of(groups));
  }

  public static VersionDetails details() {
    return details(evaluation(group("cpu", 12, 0.5), group("disk", 3, 0.75)));
  }

  public static VersionDetails details(Evaluation evaluation) {
    return new VersionDetails(
        lineage(),
        Optional.of(evaluation),
        new TreeMap<>(Map.of("series_skipped", 2.0)),
        new TreeMap<>(Map.of("night", "2026-11-23")));
  }

  /** Stages files whose content is given by their names. */
  public static List<StagedFile> stage(
      Registry registry, Publication publication, Path scratch, String... names) {
    List<StagedFile> staged = new ArrayList<>();
    for (String name : names) {
      staged.add(registry.stage(publication, name, file(scratch, content(publication, name))));
    }
    return staged;
  }

  public static String content(Publication publication, String name) {
    return name + " of " + publication.id();
  }

  public static Path file(Path scratch, String content) {
    try {
      return Files.write(
          Files.createTempFile(scratch, "staged", ""), content.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Publishes a version of two files. */
  public static ModelVersion publish(Registry registry, String model, Path scratch) {
    return publish(registry, model, scratch, details());
  }

  /** The same, of one group that it forecast so well. */
  public static ModelVersion publish(Registry registry, String model, Path scratch, double owa) {
    return publish(registry, model, scratch, details(evaluation(group("cpu", 12, owa))));
  }

  public static ModelVersion publish(
      Registry registry, String model, Path scratch, VersionDetails details) {
    Publication publication = registry.begin(model);
    return registry.publish(
        publication,
        details,
        stage(registry, publication, scratch, "parameters.bin", "stages/0/metadata"));
  }

  /** Copies a folder with all that is in it. */
  public static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
