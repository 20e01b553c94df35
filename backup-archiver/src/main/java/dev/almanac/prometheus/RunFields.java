package dev.almanac.prometheus;

import com.google.protobuf.CodedOutputStream;
import dev.almanac.series.Run;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Samples as fields of the message that holds one series of an answer; which fields, the form of
 * the answer decides. The fields of several runs, one after the other, are those of the series. Not
 * safe for use by several threads.
 */
public abstract class RunFields {

  private final FieldBuffer buffer = new FieldBuffer();
  private final CodedOutputStream out = CodedOutputStream.newInstance(buffer);

  RunFields() {}

  /** Fields for answers of this form. */
  public static RunFields of(ReadForm form) {
    return switch (form) {
      case SAMPLES -> new SampleFields();
      case CHUNKS -> new ChunkFields();
    };
  }

  /** Adds the fields of a run to those that are here. The run may be reused afterwards. */
  public final void add(Run run) {
    try {
      write(out, run);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // cannot happen: everything is in memory
    }
  }

  abstract void write(CodedOutputStream to, Run run) throws IOException;

  /** How many bytes the fields take that are here. */
  public final int size() {
    return buffer.size();
  }

  /** Hands the fields on and forgets them. */
  public final void drainTo(FieldSink target) throws IOException {
    target.write(buffer.array(), 0, buffer.size());
    buffer.reset();
  }
}
