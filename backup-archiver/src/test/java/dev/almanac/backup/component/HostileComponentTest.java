package dev.almanac.backup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Components that no backup of Almanac made. */
class HostileComponentTest {

  @TempDir Path folder;
  private Path into;

  @BeforeEach
  void makeFolder() throws IOException {
    into = Files.createDirectories(folder.resolve("a/b/c"));
  }

  private interface TarWriter {
    void write(TarArchiveOutputStream tar) throws IOException;
  }

  private static byte[] tar(TarWriter writer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(new ZstdOutputStream(bytes).setChecksum(true), "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      writer.write(tar);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void add(TarArchiveOutputStream tar, String path, String content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(path, true);
    entry.setSize(content.length());
    tar.putArchiveEntry(entry);
    tar.write(content.getBytes(StandardCharsets.US_ASCII));
    tar.closeArchiveEntry();
  }

  private void unpack(byte[] packed) throws IOException {
    unpack(packed, PackLimits.DEFAULT);
  }

  private void unpack(byte[] packed, PackLimits limits) throws IOException {
    ComponentUnpacker.unpack(new ByteArrayInputStream(packed), into, limits);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../up",
        "/etc/cron.d/x",
        "a/../../up",
        "..",
        ".",
        "a//b",
        "./a",
        "a/./b",
        "a\\..\\b",
        "a\nb"
      })
  void refusesAPathThatIsNotPlain(String path) {
    byte[] packed = tar(tar -> add(tar, path, "x"));

    assertThatThrownBy(() -> unpack(packed))
        .isInstanceOf(ComponentException.class)
        .hasMessageContaining("needs a plain relative path");
    assertThat(folder.resolve("a/b/up")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      bytes = {
        TarConstants.LF_SYMLINK,
        TarConstants.LF_LINK,
        TarConstants.LF_DIR,
        TarConstants.LF_FIFO,
        TarConstants.LF_CHR,
        TarConstants.LF_BLK
      })
  void refusesWhatIsNoFile(byte type) {
    byte[] packed =
        tar(
            tar -> {
              TarArchiveEntry entry = new TarArchiveEntry("x", type);
              entry.setLinkName("/etc/passwd");
              tar.putArchiveEntry(entry);
              tar.closeArchiveEntry();
            });

    assertThatThrownBy(() -> unpack(packed))
        .isInstanceOf(ComponentException.class)
        .hasMessageContaining("plain files only");
  }

  @Test
  void refusesAPathThatIsThereTwice() {
    byte[] packed =
        tar(
            tar -> {
              add(tar, "x", "1");
              add(tar, "x", "2");
            });

    assertThatThrownBy(() -> unpack(packed)).isInstanceOf(ComponentException.class);
  }

  @Test
  void refusesAFileBelowAFile() {
    byte[] packed =
        tar(
            tar -> {
              add(tar, "x", "1");
              add(tar, "x/y", "2");
            });

    assertThatThrownBy(() -> unpack(packed)).isInstanceOf(ComponentException.class);
  }

  @Test
  void refusesMoreBytesThanAComponentMayHold() {
    byte[] packed = tar(tar -> add(tar, "x", "0".repeat(1001)));

    assertThatThrownBy(() -> unpack(packed, new PackLimits(10, 1000)))
        .isInstanceOf(ComponentException.class)
        .hasMessageContaining("at most 10 files of 1000 bytes");
  }

  @Test
  void refusesMoreFilesThanAComponentMayHold() {
    byte[] packed =
        tar(
            tar -> {
              for (int i = 0; i < 3; i++) {
                add(tar, "f" + i, "");
              }
            });

    assertThatThrownBy(() -> unpack(packed, new PackLimits(2, 1000)))
        .isInstanceOf(ComponentException.class)
        .hasMessageContaining("at most 2 files");
  }

  @Test
  void endsTheReadingOfALongNameThatUnpacksToFarTooMuch() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream zstd = new ZstdOutputStream(bytes)) {
      TarArchiveEntry entry =
          new TarArchiveEntry("././@LongLink", TarConstants.LF_GNUTYPE_LONGNAME);
      entry.setSize(1L << 30);
      byte[] header = new byte[512];
      entry.writeEntryHeader(header);
      zstd.write(header);
      byte[] block = new byte[1 << 20];
      Arrays.fill(block, (byte) 'a');
      for (int i = 0; i < 64; i++) {
        zstd.write(block);
      }
    }

    assertThatThrownBy(() -> unpack(bytes.toByteArray(), new PackLimits(10, 1000)))
        .isInstanceOf(ComponentException.class)
        .hasMessageContaining("unpacks to more than");
  }

  @Test
  void doesNotUnpackWhatIsCutAtAnyLength() {
    byte[] whole = tar(tar -> add(tar, "x", "0123456789".repeat(50)));
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);

      assertThatThrownBy(() -> unpack(cut))
          .as("%d of %d bytes", length, whole.length)
          .isInstanceOfAny(ComponentException.class, IOException.class);
    }
  }

  @Test
  void unpacksNothingElseWhereABitIsFlipped() {
    byte[] whole = tar(tar -> add(tar, "x", "0123456789".repeat(50)));
    for (int bit = 0; bit < whole.length * 8; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      Path fresh = into.resolve("bit" + bit);

      Throwable named =
          catchThrowable(
              () -> {
                Files.createDirectory(fresh);
                ComponentUnpacker.unpack(
                    new ByteArrayInputStream(flipped), fresh, PackLimits.DEFAULT);
              });

      if (named == null) {
        // Of the frame's header some bits say nothing: the content is what it was.
        assertThat(fresh.resolve("x")).hasContent("0123456789".repeat(50));
      } else {
        assertThat(named).isInstanceOfAny(ComponentException.class, IOException.class);
      }
    }
  }
}
