package dev.almanac.prometheus;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Protobuf messages by hand: the few that Prometheus speaks need no generated code. */
final class Wire {

  static final int LENGTH_DELIMITED = WireFormat.WIRETYPE_LENGTH_DELIMITED;

  /** Writes the fields of a message. */
  interface Content {
    void writeTo(CodedOutputStream out) throws IOException;
  }

  private Wire() {}

  /** The bytes of a message. */
  static byte[] bytes(Content content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    content.writeTo(out);
    out.flush();
    return bytes.toByteArray();
  }

  /** Writes a message as a field of another. */
  static void message(CodedOutputStream out, int field, Content content) throws IOException {
    out.writeByteArray(field, bytes(content));
  }

  /** Writes a message of two strings, such as a label. */
  static void pair(CodedOutputStream out, int field, String first, String second)
      throws IOException {
    out.writeTag(field, LENGTH_DELIMITED);
    out.writeUInt32NoTag(
        CodedOutputStream.computeStringSize(1, first)
            + CodedOutputStream.computeStringSize(2, second));
    out.writeString(1, first);
    out.writeString(2, second);
  }
}
