package dev.almanac.tsdb.chunk;

import dev.almanac.series.HistogramLayout;

/**
 * The buckets that all histograms of a chunk share, as they stand in front of its samples.
 *
 * @see <a
 *     href="https://github.com/prometheus/prometheus/blob/main/tsdb/chunkenc/histogram_meta.go">tsdb/chunkenc/histogram_meta.go</a>
 */
final class LayoutCodec {

  /** What Prometheus writes for a chunk of stale markers alone. */
  static final HistogramLayout NO_BUCKETS =
      new HistogramLayout(0, 0, new int[0], new int[0], new long[0]);

  /** No more spans, buckets or bounds are believed of one histogram; real ones have hundreds. */
  static final int MAX_BUCKETS = 1 << 20;

  private static final int MIN_SCHEMA = -9;
  private static final int MAX_SCHEMA = 52;

  /** A zero threshold of 2ⁿ is one byte, n + 244; 0 is 0, and 255 announces any other. */
  private static final int RAW_THRESHOLD = 255;

  private static final int EXPONENT_TO_BYTE = 779;

  /** Bounds up to this many thousandths, if they are whole ones, are varbits: a four-byte one. */
  private static final int MAX_THOUSANDTHS = 33_554_430;

  private LayoutCodec() {}

  static HistogramLayout read(BitReader in) {
    long zeroThreshold = readZeroThreshold(in);
    long schema = in.varbitInt();
    boolean custom = schema == HistogramLayout.CUSTOM_BOUNDS;
    if (!custom && (schema < MIN_SCHEMA || schema > MAX_SCHEMA)) {
      throw in.corrupt("a histogram schema from -9 to 52, or -53", "schema " + schema);
    }
    int[] positive = readSpans(in);
    int[] negative = readSpans(in);
    long[] bounds = custom ? readBounds(in) : NO_BUCKETS.customBounds();
    return new HistogramLayout((int) schema, zeroThreshold, positive, negative, bounds);
  }

  static void write(BitWriter out, HistogramLayout layout) {
    boolean custom = layout.schema() == HistogramLayout.CUSTOM_BOUNDS;
    if (!custom && layout.customBounds().length > 0) {
      throw new IllegalArgumentException("custom bounds with " + layout);
    }
    writeZeroThreshold(out, layout.zeroThresholdBits());
    out.varbitInt(layout.schema());
    writeSpans(out, layout.positiveSpans());
    writeSpans(out, layout.negativeSpans());
    if (custom) {
      out.varbitUint(layout.customBounds().length);
      for (long bound : layout.customBounds()) {
        writeBound(out, bound);
      }
    }
  }

  private static long readZeroThreshold(BitReader in) {
    int shown = (int) in.bits(8);
    return switch (shown) {
      case 0 -> 0;
      case RAW_THRESHOLD -> in.bits(64);
      default -> (shown + (long) EXPONENT_TO_BYTE) << 52;
    };
  }

  private static void writeZeroThreshold(BitWriter out, long bits) {
    long shown = (bits >>> 52) - EXPONENT_TO_BYTE;
    if (bits == 0) {
      out.bits(0, 8);
    } else if (bits << 12 == 0 && shown > 0 && shown < RAW_THRESHOLD) {
      out.bits(shown, 8);
    } else {
      out.bits(RAW_THRESHOLD, 8);
      out.bits(bits, 64);
    }
  }

  private static int[] readSpans(BitReader in) {
    int[] spans = new int[2 * readCount(in, "spans", 2)];
    long buckets = 0;
    for (int i = 0; i < spans.length; i += 2) {
      long length = in.varbitUint();
      long offset = in.varbitInt();
      if (Long.compareUnsigned(length, MAX_BUCKETS) > 0 || (buckets += length) > MAX_BUCKETS) {
        throw in.corrupt(
            "at most " + MAX_BUCKETS + " buckets",
            "a span of " + Long.toUnsignedString(length) + " after " + buckets);
      }
      if (offset != (int) offset) {
        throw in.corrupt("a span offset of 32 bits", Long.toString(offset));
      }
      spans[i] = (int) offset;
      spans[i + 1] = (int) length;
    }
    return spans;
  }

  private static void writeSpans(BitWriter out, int[] spans) {
    out.varbitUint(spans.length / 2);
    for (int i = 0; i < spans.length; i += 2) {
      out.varbitUint(spans[i + 1]);
      out.varbitInt(spans[i]);
    }
  }

  /** A count of things that take at least this many bits each, checked before room is made. */
  private static int readCount(BitReader in, String things, int bitsEach) {
    long count = in.varbitUint();
    int limit = Math.min(MAX_BUCKETS, in.remaining() / bitsEach);
    if (Long.compareUnsigned(count, limit) > 0) {
      throw in.corrupt("at most " + limit + ' ' + things, Long.toUnsignedString(count));
    }
    return (int) count;
  }

  private static long[] readBounds(BitReader in) {
    long[] bounds = new long[readCount(in, "custom bounds", 5)];
    for (int i = 0; i < bounds.length; i++) {
      long thousandths = in.varbitUint() - 1;
      bounds[i] = thousandths < 0 ? readBound(in, thousandths) : bound(thousandths);
    }
    return bounds;
  }

  private static long readBound(BitReader in, long thousandths) {
    if (thousandths != -1) {
      throw in.corrupt(
          "a custom bound in thousandths", Long.toUnsignedString(thousandths) + " of them");
    }
    return in.bits(64);
  }

  private static void writeBound(BitWriter out, long bits) {
    double scaled = Double.longBitsToDouble(bits) * 1000;
    long thousandths = Math.round(scaled);
    if (scaled >= 0 && scaled <= MAX_THOUSANDTHS && bound(thousandths) == bits) {
      out.varbitUint(thousandths + 1);
    } else {
      out.bits(0, 1);
      out.bits(bits, 64);
    }
  }

  private static long bound(long thousandths) {
    return Double.doubleToRawLongBits((double) thousandths / 1000);
  }
}
