package dev.almanac.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where blocks are built beside the data they are to join: a folder within that Prometheus takes no
 * notice of, so that to move them is to rename them. Nothing is visible before {@link #commit};
 * what a run left behind that was interrupted before is removed by the next one, and what was
 * interrupted after, when everything was whole, is completed by it.
 */
public final class RestoreStage implements AutoCloseable {

  private static final String NAME = ".almanac-restore";
  private static final String REPLACED = ".almanac-replaced-";
  private static final String LOCK = "lock";
  private static final String BLOCKS = "blocks";

  /**
   * Lists what is to be moved: a line {@code for PURPOSE}, then {@code aside FOLDER NAME} or {@code
   * in NAME} for each.
   */
  private static final String ORDERS = "orders";

  private static final String UID = "unix:uid";
  private static final String GID = "unix:gid";
  private static final Integer ROOT = 0;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Path into;
  private final Path stage;
  private final FileChannel lockFile;
  private Completed completed;

  /**
   * A restore that had been interrupted when every block was whole, and now is where it belongs.
   *
   * @param purpose what it was for, in the words that were given at its commit
   * @param blocks the blocks that it brought
   * @param replaced where that is now which was there before, if it was to be replaced
   */
  public record Completed(String purpose, List<String> blocks, Optional<Path> replaced) {
    public Completed {
      blocks = List.copyOf(blocks);
    }
  }

  private RestoreStage(Path into, Path stage, FileChannel lockFile) {
    this.into = into;
    this.stage = stage;
    this.lockFile = lockFile;
  }

  /**
   * Makes a stage within a folder, which need not exist. Completes or removes what an interrupted
   * run left there.
   *
   * @throws RestoreException where another restore into the folder is running
   */
  public static RestoreStage open(Path into) {
    Path stage = into.resolve(NAME);
    try {
      createForItsOwner(into.toAbsolutePath());
      Files.createDirectories(stage);
      FileChannel lockFile =
          FileChannel.open(
              stage.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!isLocked(lockFile)) {
        lockFile.close();
        throw new RestoreException("another restore into " + into + " is running; wait for it");
      }
      RestoreStage opened = new RestoreStage(into, stage, lockFile);
      opened.completeInterrupted();
      delete(opened.folder());
      Files.createDirectory(opened.folder());
      return opened;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot restore into " + into, e);
    }
  }

  /**
   * Makes a folder that is not there. Where it is root who makes it, it becomes that of the owner
   * of the folder it is in: a data folder that was lost has to be Prometheus's again.
   */
  private static void createForItsOwner(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path parent = folder.getParent();
    createForItsOwner(parent);
    Files.createDirectory(folder);
    if (ROOT.equals(Files.getAttribute(folder, UID))) {
      giveToOwnerOf(parent, folder);
    }
  }

  private static boolean isLocked(FileChannel file) throws IOException {
    try {
      FileLock lock = file.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /** Whether a restore into the folder was interrupted when there was nothing left but to move. */
  public static boolean isToBeCompleted(Path into) {
    return Files.exists(into.resolve(NAME).resolve(ORDERS));
  }

  private void completeInterrupted() throws IOException {
    if (isToBeCompleted(into)) {
      completed = carryOut(Files.readAllLines(stage.resolve(ORDERS)));
    }
  }

  /** The interrupted restore that was completed when this stage was opened, if there was one. */
  public Optional<Completed> completed() {
    return Optional.ofNullable(completed);
  }

  /** Where the blocks are to be built. */
  public Path folder() {
    return stage.resolve(BLOCKS);
  }

  /**
   * Moves everything that was built into its place; from here on a crash is made good.
   *
   * @param purpose tells the next run what was completed: the words of the command, in one line
   */
  public void commit(String purpose) {
    commit(purpose, List.of());
  }

  /**
   * Moves everything that was built into its place, and what is there of a Prometheus out of the
   * way before.
   *
   * @param purpose as of {@link #commit}
   * @return where that was moved
   */
  public Path commitReplacing(String purpose) {
    Path aside = into.resolve(REPLACED + TIME.format(Instant.now()));
    try (Stream<Path> entries = Files.list(into)) {
      List<String> orders = new ArrayList<>();
      entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> !name.equals(NAME) && !name.startsWith(REPLACED))
          .filter(name -> !name.equals("lost+found"))
          .forEach(name -> orders.add("aside " + aside.getFileName() + " " + name));
      commit(purpose, orders);
      return aside;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + into, e);
    }
  }

  private void commit(String purpose, List<String> before) {
    List<String> orders = new ArrayList<>();
    orders.add("for " + purpose.replace('\n', ' '));
    orders.addAll(before);
    try (Stream<Path> built = Files.list(folder())) {
      for (Path block : built.sorted().toList()) {
        giveToOwnerOf(into, block);
        orders.add("in " + block.getFileName());
      }
      Path draft = stage.resolve(ORDERS + ".draft");
      Files.write(draft, orders, StandardCharsets.UTF_8);
      sync(draft);
      Files.move(draft, stage.resolve(ORDERS), StandardCopyOption.ATOMIC_MOVE);
      sync(stage);
      carryOut(orders);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot move restored blocks into " + into, e);
    }
  }

  /** Whoever restores is often root; Prometheus has to be able to compact and delete the blocks. */
  private static void giveToOwnerOf(Path into, Path block) throws IOException {
    Object uid = Files.getAttribute(into, UID);
    Object gid = Files.getAttribute(into, GID);
    try (Stream<Path> all = Files.walk(block)) {
      for (Path each : all.toList()) {
        if (!uid.equals(Files.getAttribute(each, UID, LinkOption.NOFOLLOW_LINKS))) {
          Files.setAttribute(each, UID, uid, LinkOption.NOFOLLOW_LINKS);
        }
        if (!gid.equals(Files.getAttribute(each, GID, LinkOption.NOFOLLOW_LINKS))) {
          Files.setAttribute(each, GID, gid, LinkOption.NOFOLLOW_LINKS);
        }
      }
    }
  }

  /** Does what was not done yet; doing it twice is doing it once. */
  private Completed carryOut(List<String> orders) throws IOException {
    String purpose = "";
    List<String> moved = new ArrayList<>();
    Path replaced = null;
    for (String order : orders) {
      String[] words = order.split(" ", 2);
      switch (words[0]) {
        case "for" -> purpose = words[1];
        case "aside" -> {
          String[] names = words[1].split(" ", 2);
          replaced = Files.createDirectories(into.resolve(names[0]));
          move(into.resolve(names[1]), replaced.resolve(names[1]));
        }
        case "in" -> {
          move(folder().resolve(words[1]), into.resolve(words[1]));
          moved.add(words[1]);
        }
        default -> throw new IOException(stage.resolve(ORDERS) + ": unknown order: " + order);
      }
    }
    sync(into);
    Files.delete(stage.resolve(ORDERS));
    return new Completed(purpose, moved, Optional.ofNullable(replaced));
  }

  private static void move(Path from, Path to) throws IOException {
    if (Files.exists(from, LinkOption.NOFOLLOW_LINKS) && !Files.exists(to)) {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }

  /** Removes the stage with what was not committed. */
  @Override
  public void close() {
    try {
      if (!Files.exists(stage.resolve(ORDERS))) {
        delete(stage);
      }
      lockFile.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + stage, e);
    }
  }
}
