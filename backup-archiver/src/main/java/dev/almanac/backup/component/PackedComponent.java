package dev.almanac.backup.component;

import dev.almanac.blob.Sha256;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A component as one file, ready to be stored. Equal files, packed with the same key, give equal
 * bytes.
 *
 * @param file where it is
 * @param size in bytes
 * @param sha256 of its bytes, in lower-case hexadecimal
 * @param files how many files are in it
 * @param encrypted whether a key is needed to open it
 */
public record PackedComponent(Path file, long size, String sha256, long files, boolean encrypted) {

  /** How many bytes at the beginning of an encrypted component say how its key was made. */
  public static final int HEADER_BYTES = SealedHeader.BYTES;

  /** Packs the files into a new file. */
  public static PackedComponent pack(List<ComponentFile> files, Path into) throws IOException {
    ComponentPacker.pack(
        files, PackLimits.DEFAULT, new BufferedOutputStream(Files.newOutputStream(into)));
    return of(into, files, false);
  }

  /**
   * Packs the files, encrypted, into a new file.
   *
   * @param earlier the first {@link #HEADER_BYTES} of an earlier component of this title, whose
   *     salt is used again: a new one would change every byte
   */
  public static PackedComponent pack(
      List<ComponentFile> files, Path into, ComponentKey key, Optional<byte[]> earlier)
      throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    ComponentPacker.pack(files, PackLimits.SEALED, packed);
    SealedHeader header =
        earlier
            .map(bytes -> SealedHeader.read(bytes, "the earlier component"))
            .filter(found -> found.passphrase() == key.isPassphrase())
            .orElseGet(() -> SealedHeader.ofNew(key));
    Files.write(into, ComponentCipher.seal(packed.toByteArray(), key, header));
    return of(into, files, true);
  }

  private static PackedComponent of(Path file, List<ComponentFile> files, boolean encrypted)
      throws IOException {
    return new PackedComponent(file, Files.size(file), Sha256.of(file), files.size(), encrypted);
  }

  /** The SHA-256 of a file that is said to be a component, in lower-case hexadecimal. */
  public static String sha256(Path file) throws IOException {
    return Sha256.of(file);
  }

  /**
   * Unpacks a component.
   *
   * @param folder empty, and nobody else's
   * @param place where the component was, for messages
   * @return how many files there were
   * @throws ComponentException where it holds what no component may
   */
  public static long unpack(Path packed, Path folder, String place) throws IOException {
    try (InputStream in = Files.newInputStream(packed)) {
      return unpack(in, folder, PackLimits.DEFAULT, place);
    }
  }

  /**
   * Decrypts and unpacks a component.
   *
   * @param folder empty, and nobody else's
   * @param place where the component was, for messages
   * @return how many files there were
   * @throws ComponentException where the key does not open it, or it holds what no component may
   */
  public static long unpack(Path packed, Path folder, String place, ComponentKey key)
      throws IOException {
    if (Files.size(packed) > PackLimits.SEALED.bytes() * 2) {
      throw new ComponentException(place + " is larger than an encrypted component may be");
    }
    byte[] content = ComponentCipher.open(Files.readAllBytes(packed), key, place);
    return unpack(new ByteArrayInputStream(content), folder, PackLimits.SEALED, place);
  }

  private static long unpack(InputStream packed, Path folder, PackLimits limits, String place) {
    try {
      return ComponentUnpacker.unpack(packed, folder, limits);
    } catch (IOException e) {
      throw new ComponentException(place + " cannot be unpacked: " + e.getMessage(), e);
    } catch (ComponentException e) {
      throw new ComponentException(place + ": " + e.getMessage(), e);
    }
  }
}
