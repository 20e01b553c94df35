package dev.almanac.blob;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Opens the store a user names. */
public final class BlobStores {

  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://.*");

  private BlobStores() {}

  /**
   * The store at {@code root}: a folder's path, or {@code s3://bucket/prefix} with the settings of
   * the environment.
   *
   * @throws BlobException for a scheme Almanac does not know, or a name that is no path
   */
  public static BlobStore open(String root) {
    return open(root, S3Settings.DEFAULT);
  }

  /**
   * The same with these settings for S3; a folder has none.
   *
   * @throws BlobException for a scheme Almanac does not know, or a name that is no path
   */
  public static BlobStore open(String root, S3Settings settings) {
    Matcher scheme = SCHEME.matcher(root);
    if (scheme.matches()) {
      if (scheme.group(1).equals("s3")) {
        return S3BlobStore.open(root, settings);
      }
      throw new BlobException(
          root + ": no store for " + scheme.group(1) + "://; name a folder or s3://bucket/prefix");
    }
    if (root.isBlank()) {
      throw new BlobException("the store has no name; name a folder or s3://bucket/prefix");
    }
    try {
      return new DirectoryBlobStore(Path.of(root));
    } catch (InvalidPathException e) {
      throw new BlobException(root + ": not a path of a folder: " + e.getReason(), e);
    }
  }
}
