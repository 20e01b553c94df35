package dev.almanac.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Almanac itself, copied to where services run it from: not from the folder of whoever installs it.
 *
 * @param home what is copied
 */
record ProgramStep(Machine machine, Path home) implements Step {

  static final String PLACE = "/opt/almanac";

  private static final List<String> FILES =
      List.of("almanac", "main.sh", "restore.sh", "verify_restore.sh", "LICENSE", "NOTICE");
  private static final List<String> FOLDERS =
      List.of("scripts", "docs", "monitoring", "flink-conf", "jobs/target/lib");

  @Override
  public String name() {
    return "program";
  }

  @Override
  public List<Change> changes() throws IOException {
    Path place = machine.path(PLACE);
    if (place.equals(home)) {
      return List.of();
    }
    Map<String, Path> wanted = wanted();
    List<Change> changes = new ArrayList<>();
    List<String> old = new ArrayList<>();
    for (Map.Entry<String, Path> file : wanted.entrySet()) {
      Path copy = place.resolve(file.getKey());
      if (!Files.exists(copy)
          || Files.mismatch(file.getValue(), copy) >= 0
          || !owner(file.getValue()).holds(copy, machine.live())) {
        old.add(file.getKey());
      }
    }
    if (!old.isEmpty()) {
      changes.add(
          Change.of(
              "copy %d of %d files to %s".formatted(old.size(), wanted.size(), PLACE),
              () -> copy(old, wanted)));
    }
    List<Path> stray = stray(place, wanted);
    if (!stray.isEmpty()) {
      changes.add(
          Change.of(
              "remove %d files of another version from %s".formatted(stray.size(), PLACE),
              () -> {
                for (Path file : stray) {
                  Files.delete(file);
                }
              }));
    }
    return changes;
  }

  private Map<String, Path> wanted() throws IOException {
    Map<String, Path> wanted = new TreeMap<>();
    FILES.forEach(name -> wanted.put(name, home.resolve(name)));
    for (String folder : FOLDERS) {
      for (Path file : Template.files(home.resolve(folder))) {
        wanted.put(home.relativize(file).toString(), file);
      }
    }
    try (Stream<Path> built = Files.list(home.resolve("jobs/target"))) {
      built
          .filter(file -> file.getFileName().toString().matches("jobs-[0-9.]+\\.jar"))
          .forEach(file -> wanted.put(home.relativize(file).toString(), file));
    }
    return wanted;
  }

  private static List<Path> stray(Path place, Map<String, Path> wanted) {
    return Files.isDirectory(place)
        ? Template.files(place).stream()
            .filter(file -> !wanted.containsKey(place.relativize(file).toString()))
            .toList()
        : List.of();
  }

  private void copy(List<String> names, Map<String, Path> wanted) throws IOException {
    for (String name : names) {
      Path file = wanted.get(name);
      Draft.place(
          machine.path(PLACE).resolve(name),
          draft -> {
            Files.copy(file, draft);
            owner(file).give(draft, machine.live());
          });
    }
    openFolders();
  }

  /** Whatever the umask of whoever installs, services read it. */
  private void openFolders() throws IOException {
    try (Stream<Path> walk = Files.walk(machine.path(PLACE))) {
      for (Path folder : walk.filter(Files::isDirectory).toList()) {
        Owner.root(0755).give(folder, machine.live());
      }
    }
  }

  private static Owner owner(Path file) {
    return Owner.root(Files.isExecutable(file) && !isJar(file) ? 0755 : 0644);
  }

  private static boolean isJar(Path file) {
    return file.toString().endsWith(".jar");
  }
}
