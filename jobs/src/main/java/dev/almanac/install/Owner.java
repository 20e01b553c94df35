package dev.almanac.install;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;

/** Whose a file is, and who may do what with it: {@code root:prometheus 0640}. */
record Owner(String user, String group, int mode) {

  static final Owner ROOT = root(0644);
  static final Owner SECRET = root(0600);

  static Owner root(int mode) {
    return new Owner("root", "root", mode);
  }

  /** Whether it holds of a file that is there. */
  boolean holds(Path file, boolean live) throws IOException {
    if (((Integer) Files.getAttribute(file, "unix:mode") & 07777) != mode) {
      return false;
    }
    PosixFileAttributes found = Files.readAttributes(file, PosixFileAttributes.class);
    return !live || (found.owner().getName().equals(user) && found.group().getName().equals(group));
  }

  /** Makes it hold. Whoever must not read the file never could: the mode comes last. */
  void give(Path file, boolean live) throws IOException {
    if (live) {
      FileSystem system = file.getFileSystem();
      UserPrincipalLookupService names = system.getUserPrincipalLookupService();
      PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
      try {
        view.setOwner(names.lookupPrincipalByName(user));
        view.setGroup(names.lookupPrincipalByGroupName(group));
      } catch (UserPrincipalNotFoundException e) {
        throw new InstallException(
            file + " is to be " + user + ":" + group + "'s, and there is no " + e.getName(), e);
      }
    }
    Files.setAttribute(file, "unix:mode", mode);
  }

  @Override
  public String toString() {
    return "%s:%s %04o".formatted(user, group, mode);
  }
}
