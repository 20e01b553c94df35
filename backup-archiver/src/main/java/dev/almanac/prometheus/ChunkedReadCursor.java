package dev.almanac.prometheus;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import dev.almanac.series.SeriesCursor;
import dev.almanac.series.TimeRange;
import dev.almanac.tsdb.chunk.ChunkDecoder;
import dev.almanac.tsdb.chunk.RawChunk;
import dev.almanac.tsdb.file.CorruptBlockException;
import java.io.IOException;

/**
 * The series of a streamed answer. A server sends a series of many chunks in several parts that
 * name the same labels; here they are one again.
 */
final class ChunkedReadCursor implements SeriesCursor {

  private final PrometheusHttp http;
  private final AnswerBody body;
  private final TimeRange time;
  private final ReadFrames frames;
  private final ChunkedParts parts;
  private final RawChunk chunk = new RawChunk();
  private final ChunkDecoder decoder = new ChunkDecoder();

  private boolean begun;
  private Labels labels;

  ChunkedReadCursor(PrometheusHttp http, AnswerBody body, TimeRange time, LabelReader labelReader) {
    this.http = http;
    this.body = body;
    this.time = time;
    frames = new ReadFrames(http.endpoint().url() + RemoteReadClient.PATH, body);
    parts = new ChunkedParts(frames, labelReader);
  }

  @Override
  public boolean nextSeries() {
    if (!begun || inCurrentSeries()) {
      begun = true;
      do {
        nextPart();
      } while (inCurrentSeries());
    }
    labels = parts.labels();
    return labels != null;
  }

  private boolean inCurrentSeries() {
    return labels != null && labels.equals(parts.labels());
  }

  @Override
  public Labels labels() {
    return labels;
  }

  @Override
  public Run nextRun() {
    while (inCurrentSeries()) {
      Run run = nextRunOfPart();
      if (run != null) {
        return run;
      }
      nextPart();
    }
    return null;
  }

  private void nextPart() {
    try {
      parts.next();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private Run nextRunOfPart() {
    try {
      while (parts.nextChunk(chunk)) {
        Run run = decoder.decode(chunk);
        run.clip(time);
        if (run.size() > 0) {
          return run;
        }
      }
      return null;
    } catch (CorruptBlockException e) {
      throw frames.malformed("a sound chunk of " + labels, e.getMessage(), e);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private PrometheusException failure(IOException e) {
    return e instanceof InvalidProtocolBufferException
        ? frames.malformed("series as protobuf", e.getMessage(), e)
        : http.brokenOff(RemoteReadClient.PATH, e);
  }

  @Override
  public void close() {
    body.close();
  }
}
