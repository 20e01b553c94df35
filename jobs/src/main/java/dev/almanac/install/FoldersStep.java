package dev.almanac.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Folders, each with its owner and mode. */
record FoldersStep(Machine machine, Map<String, Owner> folders) implements Step {

  @Override
  public String name() {
    return "folders";
  }

  @Override
  public List<Change> changes() throws IOException {
    List<Change> changes = new ArrayList<>();
    for (Map.Entry<String, Owner> folder : folders.entrySet()) {
      Path place = machine.path(folder.getKey());
      Owner owner = folder.getValue();
      if (!Files.isDirectory(place)) {
        changes.add(
            Change.of(
                "make the folder " + folder.getKey() + " (" + owner + ")",
                () -> {
                  Files.createDirectories(place);
                  owner.give(place, machine.live());
                }));
      } else if (!owner.holds(place, machine.live())) {
        changes.add(
            Change.of(
                "give the folder " + folder.getKey() + " to " + owner,
                () -> owner.give(place, machine.live())));
      }
    }
    return changes;
  }
}
