package dev.almanac.gateway;

import dev.almanac.archive.FileMemory;
import dev.almanac.archive.RollupNumber;
import dev.almanac.archive.RollupStep;
import dev.almanac.blob.BlobStore;
import dev.almanac.prometheus.MalformedRequestException;
import dev.almanac.prometheus.ReadForm;
import dev.almanac.prometheus.ReadHints;
import dev.almanac.prometheus.ReadQuery;
import dev.almanac.prometheus.ReadRequest;
import dev.almanac.series.Selector;
import dev.almanac.series.TimeRange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Answers remote reads from archives. Safe for use by several threads.
 *
 * <p>Which series are meant is found first, in the small files that list them, and what is too much
 * is refused then. Samples are streamed straight out of the archive where its order is that of the
 * answer; otherwise, and where lengths have to be known first, they are gathered on disk. In memory
 * are the label sets of the answer's series, pages of sixteen files at the time, and as much as a
 * {@link FileMemory} may keep.
 */
public final class Gateway {

  /** Prometheus sends one at a time. */
  private static final int MAX_QUERIES = 16;

  private final List<Shown> archives;
  private final Settings settings;

  /**
   * How the gateway answers.
   *
   * @param external labels that all series get
   * @param limits of one request
   * @param minAge samples that are younger are left to the live server
   * @param refresh how soon a new backup is to be seen
   * @param peaks whether the greatest and least of long windows come from rollups, where there is
   *     one archive
   * @param scratch a folder for answers being gathered
   */
  public record Settings(
      ExternalLabels external,
      ReadLimits limits,
      Duration minAge,
      Duration refresh,
      boolean peaks,
      Path scratch) {}

  /**
   * @param archives stay their owner's to close; what the first has goes before the others'
   */
  public Gateway(List<BlobStore> archives, Settings settings) {
    this.archives =
        archives.stream()
            .map(store -> new CachedTails(store, CachedTails.share(archives.size())))
            .map(
                store ->
                    Shown.of(
                        store,
                        new FileMemory(FileMemory.share(archives.size())),
                        settings.refresh()))
            .toList();
    this.settings = settings;
  }

  /** Where an answer goes. */
  public interface Reply {

    /** Called once, when nothing is expected to go wrong any more: the first bytes follow. */
    OutputStream start(ReadForm form) throws IOException;
  }

  /** What was answered. */
  public record Answered(long series, long samples) {}

  /** The newest backup of each archive, in order; an empty string for one that has none. */
  public List<String> newestBackups() {
    return archives.stream().map(shown -> shown.files().newestBackup()).toList();
  }

  /**
   * Answers a request in the first form that it accepts.
   *
   * @param step of the rollups that are asked for; empty for samples
   * @throws MalformedRequestException where it accepts none that is known, a matcher is none, or
   *     rollups are asked for and not said which
   * @throws TooMuchException where it asks for too much
   * @throws IOException where the answer cannot be written. What else is thrown says that the
   *     archive cannot be read. After {@link Reply#start} each of these means that the answer is
   *     not whole, and whoever reads it has to be told by breaking it off
   */
  public Answered answer(Optional<RollupStep> step, ReadRequest request, Reply reply)
      throws IOException {
    if (request.accepted().isEmpty()) {
      throw new MalformedRequestException(
          "a request that accepts SAMPLES or STREAMED_XOR_CHUNKS",
          "one that accepts neither",
          null);
    }
    if (request.queries().size() > MAX_QUERIES) {
      throw new TooMuchException(
          "expected a request of at most %d queries, found one of %d"
              .formatted(MAX_QUERIES, request.queries().size()));
    }
    List<Plan> plans = request.queries().stream().map(query -> plan(step, query)).toList();
    ReadForm form = request.accepted().get(0);
    try (Spool spool = Spool.in(settings.scratch())) {
      return switch (form) {
        case SAMPLES -> new SampledReply(plans, settings.limits(), spool).send(reply);
        case CHUNKS -> new StreamedReply(plans, settings.limits(), spool).send(reply);
      };
    }
  }

  private Plan plan(Optional<RollupStep> step, ReadQuery query) {
    long latest = System.currentTimeMillis() - settings.minAge().toMillis();
    TimeRange time =
        settings.minAge().isZero()
            ? query.time()
            : query.time().intersect(new TimeRange(Long.MIN_VALUE, latest));
    Optional<RolledSlice.Kind> rolled = step.map(known -> RolledUp.asked(known, query.matchers()));
    List<? extends Slice> slices =
        rolled.isPresent()
            ? RolledSlice.of(RolledSlice.shown(archives), rolled.get(), time)
            : samples(query.hints(), time);
    Survey survey =
        Survey.of(
            slices,
            query,
            selector(query),
            rolled.map(RolledUp::labels).orElse(ExternalLabels.NONE),
            settings.external(),
            settings.limits());
    return new Plan(
        query.labelsOnly() ? List.of() : List.copyOf(slices), survey, query.labelsOnly());
  }

  private List<? extends Slice> samples(ReadHints hints, TimeRange time) {
    Optional<RollupNumber> peak =
        settings.peaks() && archives.size() == 1 ? Peaks.asked(hints) : Optional.empty();
    return peak.isPresent()
        ? Peaks.slices(archives.get(0), RolledSlice.shown(archives), peak.get(), hints.time(), time)
        : RawSlice.of(archives, time);
  }

  private static Selector selector(ReadQuery query) {
    try {
      return Selector.of(query.matchers());
    } catch (IllegalArgumentException e) {
      throw new MalformedRequestException("matchers", e.getMessage(), e);
    }
  }
}
