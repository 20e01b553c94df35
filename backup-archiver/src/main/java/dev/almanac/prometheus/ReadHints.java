package dev.almanac.prometheus;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import dev.almanac.series.TimeRange;
import java.io.IOException;

/**
 * What Prometheus says it wants the samples of a query for.
 *
 * @param function or aggregation that the selector stands in: {@code max_over_time}, {@code sum};
 *     {@code series} where only label sets are wanted; else empty
 * @param time what the selector needs, of which the query's may be more
 * @param range of the selector in milliseconds; 0 where it has none
 */
public record ReadHints(String function, TimeRange time, long range) {

  /** The function of who wants no samples. */
  static final String SERIES = "series";

  /** Of who says nothing. */
  public static final ReadHints NONE = new ReadHints("", new TimeRange(0, 0), 0);

  private static final int FUNCTION = 2;
  private static final int START = 3;
  private static final int END = 4;
  private static final int RANGE = 7;

  /** Reads the rest of a message. */
  static ReadHints parse(CodedInputStream in) throws IOException {
    String function = "";
    long start = 0;
    long end = 0;
    long range = 0;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == Wire.lengthDelimited(FUNCTION)) {
        function = in.readString();
      } else if (tag == Wire.varint(START)) {
        start = in.readInt64();
      } else if (tag == Wire.varint(END)) {
        end = in.readInt64();
      } else if (tag == Wire.varint(RANGE)) {
        range = in.readInt64();
      } else {
        in.skipField(tag);
      }
    }
    return new ReadHints(function, ReadQuery.inclusive(start, end), range);
  }

  void write(CodedOutputStream out) throws IOException {
    out.writeString(FUNCTION, function);
    out.writeInt64(START, time.from());
    out.writeInt64(END, time.until() - 1);
    out.writeInt64(RANGE, range);
  }
}
