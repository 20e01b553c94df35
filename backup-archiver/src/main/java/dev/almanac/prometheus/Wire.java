package dev.almanac.prometheus;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import dev.almanac.series.Labels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Protobuf messages by hand: the few that Prometheus speaks need no generated code. */
final class Wire {

  /** Writes the fields of a message. */
  interface Content {
    void writeTo(CodedOutputStream out) throws IOException;
  }

  private Wire() {}

  /** The tag of a message, string or packed field. */
  static int lengthDelimited(int field) {
    return field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
  }

  /** The tag of an integer or enum field. */
  static int varint(int field) {
    return field << 3 | WireFormat.WIRETYPE_VARINT;
  }

  /** The tag of a double field. */
  static int fixed64(int field) {
    return field << 3 | WireFormat.WIRETYPE_FIXED64;
  }

  /** Skips fields until behind a tag; false at the end of the message. */
  static boolean find(CodedInputStream in, int wanted) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == wanted) {
        return true;
      }
      if (!in.skipField(tag)) {
        throw new InvalidProtocolBufferException("a group ends that did not begin");
      }
    }
    return false;
  }

  /** Steps over the message behind a tag; returns its length, the stream stands at its end. */
  static int skipMessage(CodedInputStream in) throws IOException {
    int length = in.readRawVarint32();
    in.skipRawBytes(length);
    return length;
  }

  /**
   * Where the labels end in a message that begins with all of them, as fields 1, and goes on with
   * fields 2; -1 where it is any other.
   */
  static int endOfLabels(byte[] data, int from, int until) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(data, from, until - from);
    int end = from;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      boolean label = tag == lengthDelimited(1);
      boolean inOrder =
          label ? end == from + in.getTotalBytesRead() - 1 : tag == lengthDelimited(2);
      if (!inOrder) {
        return -1;
      }
      skipMessage(in);
      end = label ? from + in.getTotalBytesRead() : end;
    }
    return end;
  }

  /** The labels in a message's repeated field 1. */
  static Labels labels(byte[] data, int offset, int length) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(data, offset, length);
    List<String> pairs = new ArrayList<>();
    while (find(in, lengthDelimited(1))) {
      String name = "";
      String value = "";
      int outer = in.pushLimit(in.readRawVarint32());
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (tag == lengthDelimited(1)) {
          name = in.readStringRequireUtf8();
        } else if (tag == lengthDelimited(2)) {
          value = in.readStringRequireUtf8();
        } else {
          in.skipField(tag);
        }
      }
      in.popLimit(outer);
      pairs.add(name);
      pairs.add(value);
    }
    try {
      return Labels.of(pairs.toArray(String[]::new));
    } catch (IllegalArgumentException e) {
      throw new InvalidProtocolBufferException(e.getMessage(), e);
    }
  }

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
    out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt32NoTag(
        CodedOutputStream.computeStringSize(1, first)
            + CodedOutputStream.computeStringSize(2, second));
    out.writeString(1, first);
    out.writeString(2, second);
  }
}
