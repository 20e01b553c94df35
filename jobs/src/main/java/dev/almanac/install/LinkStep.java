package dev.almanac.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/** A site of nginx is on where a link says so. */
record LinkStep(Machine machine, String link, String target) implements Step {

  @Override
  public String name() {
    return "site";
  }

  @Override
  public List<Change> changes() throws IOException {
    Path place = machine.path(link);
    boolean there = Files.exists(place, LinkOption.NOFOLLOW_LINKS);
    if (there
        && Files.isSymbolicLink(place)
        && Files.readSymbolicLink(place).equals(Path.of(target))) {
      return List.of();
    }
    return List.of(
        Change.of(
            "link " + link + " to " + target,
            () -> Draft.place(place, draft -> Files.createSymbolicLink(draft, Path.of(target)))));
  }
}
