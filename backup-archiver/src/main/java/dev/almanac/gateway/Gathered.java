package dev.almanac.gateway;

import dev.almanac.prometheus.FieldSink;
import dev.almanac.prometheus.ReadForm;
import dev.almanac.prometheus.RunFields;
import dev.almanac.series.Run;
import dev.almanac.series.SeriesCursor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The fields of a query's series, gathered on disk slice by slice, to be handed on series by
 * series: the archive has its samples by days, an answer has them by series. In memory is where
 * each series lies.
 */
final class Gathered {

  private final Plan plan;
  private final Spool spool;
  private final List<Extents> slices = new ArrayList<>();
  private final long[] bytes;
  private long samples;
  private byte[] read = new byte[0];

  /** Where the fields of each series lie that a slice has. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Extents(long[] offsets, int[] lengths) {}

  private Gathered(Plan plan, Spool spool) {
    this.plan = plan;
    this.spool = spool;
    bytes = new long[plan.survey().size()];
  }

  /** Reads all samples that are asked for and puts them into the spool. */
  static Gathered of(Plan plan, ReadForm form, ReadLimits limits, Spool spool) throws IOException {
    Gathered gathered = new Gathered(plan, spool);
    RunFields fields = RunFields.of(form);
    for (Slice slice : plan.slices()) {
      gathered.add(slice, fields, limits);
    }
    spool.flush();
    return gathered;
  }

  private void add(Slice slice, RunFields fields, ReadLimits limits) throws IOException {
    Extents extents = new Extents(new long[bytes.length], new int[bytes.length]);
    try (SeriesCursor series = slice.open(plan.survey())) {
      while (series.nextSeries()) {
        int place = plan.survey().placeOf(series.labels());
        long start = spool.size();
        for (Run run = series.nextRun(); run != null; run = series.nextRun()) {
          samples += run.size();
          fields.add(run);
          fields.drainTo(spool);
          limits.checkBytes(spool.size());
        }
        extents.offsets()[place] = start;
        extents.lengths()[place] = Math.toIntExact(spool.size() - start);
        bytes[place] += spool.size() - start;
      }
    }
    limits.checkSamples((double) samples);
    slices.add(extents);
  }

  /** How many bytes the fields of a series take. */
  long bytesOf(int place) {
    return bytes[place];
  }

  /**
   * Whether a series is shown: one that turned out to have no sample in the query's time is none of
   * the answer.
   */
  boolean isShown(int place) {
    return plan.labelsOnly() || bytes[place] > 0;
  }

  long samples() {
    return samples;
  }

  /** Hands on the fields of a series, in order of time. */
  void copy(int place, FieldSink target) throws IOException {
    for (Extents extents : slices) {
      int length = extents.lengths()[place];
      if (length > 0) {
        if (read.length < length) {
          read = new byte[Math.max(length, 2 * read.length)];
        }
        spool.read(extents.offsets()[place], read, length);
        target.write(read, 0, length);
      }
    }
  }
}
