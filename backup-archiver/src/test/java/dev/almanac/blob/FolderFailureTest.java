package dev.almanac.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class FolderFailureTest {

  private static String message(IOException cause) {
    return FolderFailure.of("/archive", "write a/b", cause).getMessage();
  }

  @Test
  void saysThatTheDiskIsFullInTheWordsOfTheSystem() {
    IOException cause =
        catchThrowableOfType(
            IOException.class,
            () -> {
              try (FileOutputStream full = new FileOutputStream("/dev/full")) {
                full.write(1);
              }
            });

    assertThat(message(cause))
        .startsWith("/archive: cannot write a/b: the disk is full; free some space");
  }

  @Test
  void saysWhoMayNot() {
    assertThat(message(new AccessDeniedException("/archive/a")))
        .contains("permission denied; let user " + System.getProperty("user.name"))
        .contains("/archive/a");
  }

  @Test
  void saysThatTheFileSystemIsReadOnly() {
    assertThat(message(new FileSystemException("/archive/a", null, "Read-only file system")))
        .contains("the file system is read-only; remount it");
  }

  @Test
  void namesTheKindOfAnyOtherFailure() {
    assertThat(message(new NoSuchFileException("/archive/a")))
        .endsWith("NoSuchFileException /archive/a");
  }
}
