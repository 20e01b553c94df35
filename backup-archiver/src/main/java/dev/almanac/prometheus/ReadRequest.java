package dev.almanac.prometheus;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import dev.almanac.series.Matcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.xerial.snappy.Snappy;

/**
 * The message {@code prometheus.ReadRequest}: what a remote read asks for.
 *
 * @param queries answered in this order
 * @param accepted the forms of answer that the client takes, best first; others than those that
 *     Almanac knows are left out
 * @see <a
 *     href="https://github.com/prometheus/prometheus/blob/main/prompb/remote.proto">remote.proto</a>
 */
public record ReadRequest(List<ReadQuery> queries, List<ReadForm> accepted) {

  private static final int QUERIES = 1;
  private static final int ACCEPTED_RESPONSE_TYPES = 2;
  private static final int START = 1;
  private static final int END = 2;
  private static final int MATCHERS = 3;
  private static final int HINTS = 4;

  /** Matcher types by their number on the wire. */
  private static final List<Matcher.Type> WIRE_TYPES =
      List.of(Matcher.Type.EQ, Matcher.Type.NEQ, Matcher.Type.RE, Matcher.Type.NRE);

  public ReadRequest {
    queries = List.copyOf(queries);
    accepted = List.copyOf(accepted);
  }

  /**
   * Reads a request as it travels.
   *
   * @param limit the most bytes to unpack
   * @throws MalformedRequestException where it is none
   */
  public static ReadRequest parse(byte[] compressed, int limit) {
    byte[] message = unpack(compressed, limit);
    List<ReadQuery> queries = new ArrayList<>();
    Accepted accepted = new Accepted();
    try {
      CodedInputStream in = CodedInputStream.newInstance(message);
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (tag == Wire.lengthDelimited(QUERIES)) {
          int outer = in.pushLimit(in.readRawVarint32());
          queries.add(parseQuery(in));
          in.popLimit(outer);
        } else if (tag == Wire.varint(ACCEPTED_RESPONSE_TYPES)) {
          accepted.add(in.readEnum());
        } else if (tag == Wire.lengthDelimited(ACCEPTED_RESPONSE_TYPES)) {
          int outer = in.pushLimit(in.readRawVarint32());
          while (!in.isAtEnd()) {
            accepted.add(in.readEnum());
          }
          in.popLimit(outer);
        } else {
          in.skipField(tag);
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new MalformedRequestException("a ReadRequest as protobuf", e.getMessage(), e);
    }
    return new ReadRequest(queries, accepted.forms());
  }

  private static byte[] unpack(byte[] compressed, int limit) {
    try {
      long length = Snappy.uncompressedLength(compressed) & 0xFFFF_FFFFL;
      if (length > limit) {
        throw new MalformedRequestException(
            "a request of at most " + limit + " bytes", "one of " + length, null);
      }
      return Snappy.uncompress(compressed);
    } catch (IOException e) {
      throw new MalformedRequestException("a body compressed by snappy", e.getMessage(), e);
    }
  }

  /** Who names no form takes samples: that was all there was before there were forms. */
  private static final class Accepted {

    private final List<ReadForm> known = new ArrayList<>();
    private boolean any;

    void add(int number) {
      any = true;
      ReadForm form = ReadForm.ofNumber(number);
      if (form != null) {
        known.add(form);
      }
    }

    List<ReadForm> forms() {
      return any ? known : List.of(ReadForm.SAMPLES);
    }
  }

  private static ReadQuery parseQuery(CodedInputStream in) throws IOException {
    long start = 0;
    long end = 0;
    List<Matcher> matchers = new ArrayList<>();
    ReadHints hints = ReadHints.NONE;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == Wire.varint(START)) {
        start = in.readInt64();
      } else if (tag == Wire.varint(END)) {
        end = in.readInt64();
      } else if (tag == Wire.lengthDelimited(MATCHERS)) {
        int outer = in.pushLimit(in.readRawVarint32());
        matchers.add(parseMatcher(in));
        in.popLimit(outer);
      } else if (tag == Wire.lengthDelimited(HINTS)) {
        int outer = in.pushLimit(in.readRawVarint32());
        hints = ReadHints.parse(in);
        in.popLimit(outer);
      } else {
        in.skipField(tag);
      }
    }
    return new ReadQuery(matchers, ReadQuery.inclusive(start, end), hints);
  }

  private static Matcher parseMatcher(CodedInputStream in) throws IOException {
    int type = 0;
    String name = "";
    String value = "";
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == Wire.varint(1)) {
        type = in.readEnum();
      } else if (tag == Wire.lengthDelimited(2)) {
        name = in.readStringRequireUtf8();
      } else if (tag == Wire.lengthDelimited(3)) {
        value = in.readStringRequireUtf8();
      } else {
        in.skipField(tag);
      }
    }
    if (type < 0 || type >= WIRE_TYPES.size()) {
      throw new IllegalArgumentException("a matcher of type " + type);
    }
    return new Matcher(name, WIRE_TYPES.get(type), value);
  }

  /** The request as it travels. */
  public byte[] compressed() {
    try {
      return Snappy.compress(
          Wire.bytes(
              request -> {
                for (ReadQuery query : queries) {
                  Wire.message(request, QUERIES, message -> write(message, query));
                }
                for (ReadForm form : accepted) {
                  request.writeEnum(ACCEPTED_RESPONSE_TYPES, form.number());
                }
              }));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // cannot happen: everything is in memory
    }
  }

  private static void write(CodedOutputStream out, ReadQuery query) throws IOException {
    out.writeInt64(START, query.time().from());
    out.writeInt64(END, query.time().until() - 1);
    for (Matcher matcher : query.matchers()) {
      Wire.message(
          out,
          MATCHERS,
          message -> {
            message.writeEnum(1, WIRE_TYPES.indexOf(matcher.type()));
            message.writeString(2, matcher.name());
            message.writeString(3, matcher.value());
          });
    }
    if (!query.hints().equals(ReadHints.NONE)) {
      Wire.message(out, HINTS, query.hints()::write);
    }
  }
}
