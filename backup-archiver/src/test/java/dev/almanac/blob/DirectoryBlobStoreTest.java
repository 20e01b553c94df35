package dev.almanac.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryBlobStoreTest {

  @TempDir Path folder;

  @Nested
  class WithHardLinks extends BlobStoreContract {
    @Override
    public BlobStore open() {
      return BlobStores.open(root().toString());
    }
  }

  @Nested
  class WithoutHardLinks extends BlobStoreContract {
    @Override
    public BlobStore open() {
      return new DirectoryBlobStore(root(), FolderPublisher.RENAME_UNDER_LOCK);
    }
  }

  private Path root() {
    return folder.resolve("made/on/demand");
  }

  private BlobStore open() {
    return BlobStores.open(root().toString());
  }

  private Path file(String content) throws IOException {
    return Files.writeString(folder.resolve("file"), content);
  }

  private List<Path> everything() throws IOException {
    try (Stream<Path> paths = Files.walk(root())) {
      return paths.map(root()::relativize).sorted().toList();
    }
  }

  private Path theHiddenFile() throws IOException {
    try (Stream<Path> files = Files.list(root().resolve(".pending"))) {
      return files.findFirst().orElseThrow();
    }
  }

  @Test
  void makesNoFolderUntilItWrites() {
    open().list("");

    assertThat(root()).doesNotExist();
  }

  @Test
  void linksWhereTheFileSystemCan() throws IOException {
    assertThat(FolderPublisher.of(folder)).isEqualTo(FolderPublisher.HARD_LINK);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void copiesByAnotherNameOfTheSameFile() throws IOException {
    BlobStore store = open();
    store.putIfAbsent("a", new byte[1]);

    store.copyIfAbsent("a", "b");

    assertThat(Files.isSameFile(root().resolve("a"), root().resolve("b"))).isTrue();
  }

  @Test
  void leavesNoFileButTheBlob() throws IOException {
    BlobStore store = open();
    store.putIfAbsent("a", new byte[1]);
    store.publish(store.prepare("b", file("b")));

    assertThat(everything())
        .containsExactly(Path.of(""), Path.of(".pending"), Path.of("a"), Path.of("b"));
  }

  @Test
  void removesTheFoldersADeletionEmptiesButNotTheRoot() throws IOException {
    BlobStore store = open();
    store.putIfAbsent("a/b/c/1", new byte[1]);
    store.putIfAbsent("a/2", new byte[1]);

    store.delete("a/b/c/1");
    assertThat(root().resolve("a")).isDirectoryNotContaining(file -> Files.isDirectory(file));

    store.delete("a/2");
    assertThat(everything()).containsExactly(Path.of(""), Path.of(".pending"));
  }

  @Test
  void countsAsPublishedWhatAWriterLinkedBeforeItDied() throws IOException {
    BlobStore store = open();
    PendingBlob pending = store.prepare("a", file("a"));
    Path hidden = theHiddenFile();
    Files.createLink(root().resolve("a"), hidden);

    assertThat(store.publish(pending)).isTrue();
    assertThat(hidden).doesNotExist();
  }

  @Test
  void removesAHalfWrittenFileThatAWriterLeft() throws IOException {
    BlobStore store = open();
    store.prepare("samples/a", file("a"));
    Path hidden = theHiddenFile();
    Files.writeString(hidden, "");

    assertThat(store.discardPending(key -> key.startsWith("samples/"))).isEqualTo(1);
    assertThat(root().resolve(".pending")).isEmptyDirectory();
  }

  @Test
  void leavesForeignFilesAlone() throws IOException {
    BlobStore store = open();
    store.putIfAbsent("a", new byte[1]);
    Files.createDirectories(root().resolve(".pending/folder"));
    Files.writeString(root().resolve(".pending/README"), "not ours");
    Files.writeString(root().resolve("not a key"), "not ours");
    Files.writeString(root().resolve(".hidden"), "not ours");

    assertThat(store.list("")).containsExactly(new BlobInfo("a", 1));
    assertThat(store.discardPending(key -> true)).isZero();
  }

  @Test
  void refusesAKeyThatIsTheFolderOfOthers() {
    BlobStore store = open();
    store.putIfAbsent("a/b", new byte[1]);

    assertThatThrownBy(() -> store.putIfAbsent("a", new byte[1]))
        .isInstanceOf(BlobException.class)
        .hasMessageContaining("cannot write a")
        .hasMessageContaining("is the folder of other blobs");
    assertThat(store.stat("a")).isEmpty();
  }

  @Test
  void refusesAKeyWhoseFolderIsABlob() throws IOException {
    BlobStore store = open();
    store.putIfAbsent("a", new byte[1]);

    assertThatThrownBy(() -> store.putIfAbsent("a/b", new byte[1]))
        .isInstanceOf(BlobException.class)
        .hasMessageContaining("a file is where a folder must be");
    assertThat(store.stat("a/b")).isEmpty();
    assertThat(root().resolve(".pending")).isEmptyDirectory();
  }

  @Test
  void refusesToDeleteAFolder() {
    BlobStore store = open();
    store.putIfAbsent("a/b", new byte[1]);

    store.delete("a");

    assertThat(store.list("")).hasSize(1);
  }

  @Test
  void neverFollowsALinkOutOfTheRoot() throws IOException {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Files.writeString(outside.resolve("secret"), "secret");
    BlobStore store = open();
    store.putIfAbsent("a/b", new byte[1]);
    Files.createSymbolicLink(root().resolve("link"), outside);
    Files.createSymbolicLink(root().resolve("a/secret"), outside.resolve("secret"));

    List<Runnable> calls =
        List.of(
            () -> store.read("link/secret", 10),
            () -> store.read("a/secret", 10),
            () -> store.stat("link/secret"),
            () -> store.putIfAbsent("link/new", new byte[1]),
            () -> store.delete("link/secret"),
            () -> store.list("link/"));

    assertThat(calls)
        .allSatisfy(
            call ->
                assertThatThrownBy(call::run)
                    .isInstanceOf(BlobException.class)
                    .hasMessageContaining("is a symbolic link"));
    assertThat(store.list("")).containsExactly(new BlobInfo("a/b", 1));
    assertThat(outside).isDirectoryContaining("glob:**secret");
  }

  @Test
  void refusesAHiddenFolderThatLeadsElsewhere() throws IOException {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Files.createDirectories(root());
    Files.createSymbolicLink(root().resolve(".pending"), outside);

    assertThatThrownBy(() -> open().putIfAbsent("a", new byte[1]))
        .isInstanceOf(BlobException.class)
        .hasMessageContaining("is a symbolic link");
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void saysThatTheRootIsAFile() throws IOException {
    Path file = file("no folder");
    BlobStore store = BlobStores.open(file.toString());

    List<Runnable> calls =
        List.of(
            () -> store.stat("a"),
            () -> store.list(""),
            () -> store.discardPending(key -> true),
            () -> store.putIfAbsent("a", new byte[1]),
            () -> store.prepare("a", file));

    assertThat(calls)
        .allSatisfy(
            call ->
                assertThatThrownBy(call::run)
                    .isInstanceOf(BlobException.class)
                    .hasMessageStartingWith(file + ": cannot")
                    .hasMessageContaining("a file is where a folder must be"));
  }
}
