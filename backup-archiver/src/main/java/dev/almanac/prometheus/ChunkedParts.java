package dev.almanac.prometheus;

import com.google.protobuf.CodedInputStream;
import dev.almanac.series.Labels;
import dev.almanac.tsdb.chunk.RawChunk;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The parts of series in a streamed answer, messages {@code ChunkedSeries} in frames of {@code
 * ChunkedReadResponse}, and the chunks of each. Nothing but labels is copied.
 */
final class ChunkedParts {

  private static final int SERIES = Wire.lengthDelimited(1);
  private static final int CHUNKS = Wire.lengthDelimited(2);
  private static final int CHUNK_TYPE = Wire.varint(3);
  private static final int CHUNK_DATA = Wire.lengthDelimited(4);

  /** Stands for a file in the messages of the chunk decoder. */
  private static final Path PLACE = Path.of(RemoteReadClient.PATH);

  private final ReadFrames frames;
  private final LabelReader labelReader;

  /** What is left of the current frame; null before the first and after the last. */
  private CodedInputStream frame;

  private CodedInputStream part;
  private int partOffset;
  private Labels labels;

  ChunkedParts(ReadFrames frames, LabelReader labelReader) {
    this.frames = frames;
    this.labelReader = labelReader;
  }

  /** The labels of the current part; null before the first and after the last. */
  Labels labels() {
    return labels;
  }

  /** Moves to the next part; {@link #labels} tells whether there is one. */
  void next() throws IOException {
    labels = null;
    while (true) {
      if (frame == null || frame.isAtEnd()) {
        if (!frames.next()) {
          frame = null;
          return;
        }
        frame = CodedInputStream.newInstance(frames.message(), 0, frames.length());
      }
      if (Wire.find(frame, SERIES)) {
        int length = Wire.skipMessage(frame);
        partOffset = frame.getTotalBytesRead() - length;
        labels = labelReader.read(frames.message(), partOffset, length);
        part = CodedInputStream.newInstance(frames.message(), partOffset, length);
        return;
      }
    }
  }

  /** Points at the current part's next chunk; false where it has no more. */
  boolean nextChunk(RawChunk chunk) throws IOException {
    if (!Wire.find(part, CHUNKS)) {
      return false;
    }
    int outer = part.pushLimit(part.readRawVarint32());
    int type = 0;
    int offset = 0;
    int length = 0;
    for (int tag = part.readTag(); tag != 0; tag = part.readTag()) {
      if (tag == CHUNK_TYPE) {
        type = part.readInt32();
      } else if (tag == CHUNK_DATA) {
        length = Wire.skipMessage(part);
        offset = part.getTotalBytesRead() - length;
      } else {
        part.skipField(tag);
      }
    }
    part.popLimit(outer);
    chunk.set(PLACE, frames.frameOffset(), type, frames.message(), partOffset + offset, length);
    return true;
  }
}
