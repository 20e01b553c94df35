package dev.almanac.tsdb.chunk;

import dev.almanac.tsdb.file.CorruptBlockException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * The segment files in a block's {@code chunks/} folder, read through a window of up to a mebibyte:
 * chunks lie nearly in the order of the index, so most reads meet a window that holds them. Files
 * are not mapped, for a mapped file that is truncated takes the whole virtual machine down.
 *
 * <p>Not safe for use by several threads.
 *
 * @see <a
 *     href="https://github.com/prometheus/prometheus/blob/main/tsdb/chunks/chunks.go">tsdb/chunks/chunks.go</a>
 */
public final class ChunkSegments implements AutoCloseable {

  static final int MAX_LENGTH_BYTES = 5;
  static final int ENCODING_BYTES = 1;
  static final int CRC_BYTES = 4;

  /** Prometheus cuts chunks near 1 KiB, and a chunk of huge histograms reaches a few MiB. */
  static final int MAX_DATA_BYTES = 16 << 20;

  private final Path folder;
  private final List<Segment> segments;
  private final SegmentWindow window = new SegmentWindow();
  private final CRC32C crc = new CRC32C();

  private ChunkSegments(Path folder, List<Segment> segments) {
    this.folder = folder;
    this.segments = segments;
  }

  /**
   * Opens all segments and checks their headers.
   *
   * @throws CorruptBlockException if the folder is missing, a segment is missing from the sequence
   *     000001, 000002, … or has another header than version 1 asks for
   * @throws UncheckedIOException if a file cannot be read
   */
  public static ChunkSegments open(Path chunksFolder) {
    List<Segment> segments = new ArrayList<>();
    try {
      for (Path file : sequence(chunksFolder)) {
        segments.add(Segment.open(file));
      }
    } catch (CorruptBlockException | UncheckedIOException e) {
      segments.forEach(Segment::close);
      throw e;
    }
    return new ChunkSegments(chunksFolder, segments);
  }

  /** The files named by numbers: Prometheus takes no notice of others. */
  private static List<Path> sequence(Path folder) {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(file -> fileName(file).matches("[0-9]+")).sorted().toList();
    } catch (NoSuchFileException | NotDirectoryException e) {
      throw new CorruptBlockException(folder, "a folder of chunk segments", "none");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
    for (int i = 0; i < files.size(); i++) {
      String expected = Segment.name(i);
      String found = fileName(files.get(i));
      if (!found.equals(expected)) {
        throw new CorruptBlockException(folder, "segment " + expected, "segment " + found);
      }
    }
    return files;
  }

  private static String fileName(Path file) {
    return String.valueOf(file.getFileName());
  }

  /** The size of all segments together. */
  public long bytes() {
    return segments.stream().mapToLong(segment -> segment.size).sum();
  }

  /**
   * Finds a chunk, checks its checksum, and lets {@code into} point at its data, which stays valid
   * until the next call.
   *
   * @param ref segment index (from 0) &lt;&lt; 32 | offset, as the index of the block holds it
   * @throws CorruptBlockException if no sound chunk of a known encoding lies there
   * @throws UncheckedIOException if the file cannot be read
   */
  public void read(long ref, RawChunk into) {
    Segment segment = segment(ref);
    long offset = ref & 0xffffffffL;
    long available = segment.size - offset;
    if (offset < Segment.HEADER_BYTES || available <= 0) {
      throw new CorruptBlockException(
          segment.file,
          offset,
          "a chunk from byte " + Segment.HEADER_BYTES + " on and before " + segment.size,
          "a reference to byte " + offset);
    }
    int shown = (int) Math.min(available, MAX_LENGTH_BYTES);
    int at = window.demand(segment, offset, shown);
    int lengthBytes = lengthBytes(at, shown);
    if (lengthBytes == 0) {
      throw new CorruptBlockException(
          segment.file,
          offset,
          "a chunk length of at most " + MAX_LENGTH_BYTES + " bytes",
          "no end of it in " + shown);
    }
    long length = length(at, lengthBytes);
    long room = available - lengthBytes - ENCODING_BYTES - CRC_BYTES;
    if (length > Math.min(room, MAX_DATA_BYTES)) {
      throw new CorruptBlockException(
          segment.file,
          offset,
          "a chunk of at most " + Math.max(0, Math.min(room, MAX_DATA_BYTES)) + " bytes",
          "one of " + length);
    }
    int dataBytes = (int) length;
    at = window.demand(segment, offset, lengthBytes + ENCODING_BYTES + dataBytes + CRC_BYTES);
    at += lengthBytes;
    checkCrc(segment, offset, at, dataBytes);
    into.set(segment.file, ref, window.bytes[at] & 0xff, window.bytes, at + 1, dataBytes);
    into.encoding();
  }

  private Segment segment(long ref) {
    long index = ref >>> 32;
    if (index >= segments.size()) {
      throw new CorruptBlockException(
          folder,
          "chunk references into " + segments.size() + " segments",
          "one into segment " + (index + 1));
    }
    return segments.get((int) index);
  }

  private int lengthBytes(int at, int shown) {
    for (int i = 0; i < shown; i++) {
      if (window.bytes[at + i] >= 0) {
        return i + 1;
      }
    }
    return 0;
  }

  private long length(int at, int lengthBytes) {
    long length = 0;
    for (int i = 0; i < lengthBytes; i++) {
      length |= (window.bytes[at + i] & 0x7fL) << (7 * i);
    }
    return length;
  }

  private void checkCrc(Segment segment, long offset, int encodingAt, int dataBytes) {
    crc.reset();
    crc.update(window.bytes, encodingAt, ENCODING_BYTES + dataBytes);
    int found = (int) crc.getValue();
    int expected = ByteBuffer.wrap(window.bytes).getInt(encodingAt + ENCODING_BYTES + dataBytes);
    if (found != expected) {
      throw new CorruptBlockException(
          segment.file,
          offset,
          String.format("CRC-32C %08x", expected),
          String.format("%08x", found));
    }
  }

  @Override
  public void close() {
    segments.forEach(Segment::close);
  }
}
