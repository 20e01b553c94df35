package dev.almanac.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Files, each with its content, owner and mode. What was there before the first installation is put
 * aside and comes back when it is undone.
 */
final class FilesStep implements Step {

  /** Where the files of others are kept that ours replaced. */
  static final String REPLACED = "/etc/almanac/replaced";

  /** The end of the name of an empty file there, which says that there was none before ours. */
  private static final String NONE = ".none";

  private final String name;
  private final Machine machine;
  private final Supplier<List<PlacedFile>> files;

  FilesStep(String name, Machine machine, Supplier<List<PlacedFile>> files) {
    this.name = name;
    this.machine = machine;
    this.files = files;
  }

  @Override
  public String name() {
    return name;
  }

  List<PlacedFile> files() {
    return files.get();
  }

  @Override
  public List<Change> changes() throws IOException {
    List<Change> changes = new ArrayList<>();
    for (PlacedFile file : files()) {
      change(file).ifPresent(changes::add);
    }
    return changes;
  }

  private Optional<Change> change(PlacedFile file) throws IOException {
    Path place = machine.path(file.path());
    if (!Files.exists(place)) {
      return Optional.of(
          new Change(
              "write " + file.path(),
              difference(file),
              () -> {
                Path none = machine.path(REPLACED + file.path() + NONE);
                if (!file.secret() && !Files.exists(none)) {
                  Files.createDirectories(none.getParent());
                  Files.createFile(none);
                }
                write(file, place);
              }));
    }
    if (!file.keep() && !file.isContent(Files.readAllBytes(place))) {
      return Optional.of(
          new Change(
              "change " + file.path(),
              difference(file),
              () -> {
                putAside(file, place);
                write(file, place);
              }));
    }
    if (!file.owner().holds(place, machine.live())) {
      return Optional.of(
          Change.of(
              "give " + file.path() + " to " + file.owner(),
              () -> file.owner().give(place, machine.live())));
    }
    return Optional.empty();
  }

  /** Nobody reads half of it, or a secret before it has its mode. */
  private void write(PlacedFile file, Path place) throws IOException {
    Draft.place(
        place,
        draft -> {
          Draft.write(draft, file.bytes());
          file.owner().give(draft, machine.live());
        });
  }

  /** Only what was there before ours: of a file of ours an earlier state is no loss. */
  private void putAside(PlacedFile file, Path place) throws IOException {
    Path aside = machine.path(REPLACED + file.path());
    boolean known =
        Files.exists(aside) || Files.exists(machine.path(REPLACED + file.path() + NONE));
    if (!file.secret() && !known) {
      copy(place, aside);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Draft.place(to, draft -> Files.copy(from, draft, StandardCopyOption.COPY_ATTRIBUTES));
  }

  /** What brings back the state before the first installation. */
  static Optional<Change> undo(PlacedFile file, Machine machine) {
    Path place = machine.path(file.path());
    Path aside = machine.path(REPLACED + file.path());
    Path none = machine.path(REPLACED + file.path() + NONE);
    if (Files.exists(aside)) {
      return Optional.of(
          Change.of(
              "put back " + file.path(),
              () -> {
                copy(aside, place);
                Files.delete(aside);
              }));
    }
    if (Files.exists(none)) {
      return Optional.of(
          Change.of(
              "remove " + file.path(),
              () -> {
                Files.deleteIfExists(place);
                Files.delete(none);
                removeEmptyDropIns(place.getParent());
              }));
    }
    return Optional.empty();
  }

  /** A folder of a unit's settings that nothing is in is of no use to anybody. */
  private static void removeEmptyDropIns(Path folder) throws IOException {
    if (folder.toString().endsWith(".service.d")) {
      try (Stream<Path> left = Files.list(folder)) {
        if (left.findAny().isPresent()) {
          return;
        }
      }
      Files.delete(folder);
    }
  }

  private Optional<String> difference(PlacedFile file) {
    if (file.secret()) {
      return Optional.empty();
    }
    Path place = machine.path(file.path());
    String before = Files.exists(place) ? place.toString() : "/dev/null";
    Ran diff =
        Machine.run(
            List.of("diff", "-u", "--label", before, "--label", file.path(), before, "-"),
            Map.of(),
            file.content());
    return Optional.of(diff.out().stripTrailing());
  }
}
