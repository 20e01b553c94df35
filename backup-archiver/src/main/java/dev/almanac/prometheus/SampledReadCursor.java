package dev.almanac.prometheus;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.almanac.prometheus.PrometheusException.Reason;
import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import dev.almanac.series.SeriesCursor;
import dev.almanac.series.TimeRange;
import java.io.IOException;
import org.xerial.snappy.Snappy;

/** The series of an answer in one piece: a {@code ReadResponse}, compressed by snappy. */
final class SampledReadCursor implements SeriesCursor {

  /** As much as is kept in memory of one answer, compressed or not. */
  static final int MAX_ANSWER_BYTES = 512 << 20;

  /** Snappy turns three bytes into 64 at best. */
  private static final int MAX_COMPRESSION = 22;

  private static final int RESULTS = Wire.lengthDelimited(1);
  private static final int TIMESERIES = Wire.lengthDelimited(1);

  private final String source;
  private final TimeRange time;
  private final byte[] data;
  private final CodedInputStream response;

  /** The rest of the current result; null before the first. */
  private CodedInputStream result;

  private int resultOffset;

  private Labels labels;
  private SampledSeries samples;

  private SampledReadCursor(String source, byte[] data, TimeRange time) {
    this.source = source;
    this.data = data;
    this.time = time;
    response = CodedInputStream.newInstance(data);
  }

  /** Reads the whole answer, and ends the connection. */
  static SampledReadCursor open(PrometheusHttp http, AnswerBody body, TimeRange time) {
    String source = http.endpoint().url() + RemoteReadClient.PATH;
    byte[] compressed;
    try (body) {
      compressed = body.readNBytes(MAX_ANSWER_BYTES);
      if (compressed.length == MAX_ANSWER_BYTES) {
        throw tooLarge(source, "more");
      }
    } catch (IOException e) {
      throw http.brokenOff(RemoteReadClient.PATH, e);
    }
    return new SampledReadCursor(source, uncompress(source, compressed), time);
  }

  private static byte[] uncompress(String source, byte[] compressed) {
    try {
      long length = Snappy.uncompressedLength(compressed) & 0xFFFF_FFFFL;
      if (length > MAX_ANSWER_BYTES) {
        throw tooLarge(source, length + " bytes");
      }
      if (length > (long) MAX_COMPRESSION * compressed.length) {
        throw malformed(
            source,
            "at most " + (long) MAX_COMPRESSION * compressed.length + " bytes of snappy",
            length + " bytes announced",
            null);
      }
      return Snappy.uncompress(compressed);
    } catch (IOException e) {
      throw malformed(source, "data compressed by snappy", e.getMessage(), e);
    }
  }

  private static PrometheusException tooLarge(String source, String found) {
    return new PrometheusException(
        Reason.MALFORMED_ANSWER,
        source
            + ": expected an answer of at most "
            + MAX_ANSWER_BYTES
            + " bytes, found "
            + found
            + ": ask for less time or fewer series");
  }

  private static PrometheusException malformed(
      String source, String expected, String found, Throwable cause) {
    return new PrometheusException(
        Reason.MALFORMED_ANSWER, source + ": expected " + expected + ", found " + found, cause);
  }

  @Override
  public boolean nextSeries() {
    try {
      labels = null;
      while (result == null || !Wire.find(result, TIMESERIES)) {
        if (!Wire.find(response, RESULTS)) {
          return false;
        }
        int length = Wire.skipMessage(response);
        resultOffset = response.getTotalBytesRead() - length;
        result = CodedInputStream.newInstance(data, resultOffset, length);
      }
      int length = Wire.skipMessage(result);
      int offset = resultOffset + result.getTotalBytesRead() - length;
      labels = Wire.labels(data, offset, length);
      samples = new SampledSeries(data, offset, length);
      return true;
    } catch (InvalidProtocolBufferException e) {
      throw malformed(source, "series as protobuf", e.getMessage(), e);
    } catch (IOException e) {
      throw malformed(source, "series", e.getMessage(), e);
    }
  }

  @Override
  public Labels labels() {
    return labels;
  }

  @Override
  public Run nextRun() {
    try {
      Run run = labels == null ? null : samples.nextRun();
      while (run != null) {
        run.clip(time);
        if (run.size() > 0) {
          return run;
        }
        run = samples.nextRun();
      }
      return null;
    } catch (IOException e) {
      throw malformed(source, "samples of " + labels + " as protobuf", e.getMessage(), e);
    }
  }

  /** Does nothing: the whole answer is in memory. */
  @Override
  public void close() {}
}
