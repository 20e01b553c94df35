package dev.almanac.flink.score;

import dev.almanac.registry.client.RegistryEndpoint;
import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * The models of an archive as an endless stream: whenever the champion is another version than
 * before, by promotion or by roll-back, what each series' model expects in the coming hours; and
 * again in time before that is over. Series that the new version has no model for are told so.
 *
 * <p>It works on one reader, without a share of the stream's time: watermarks are those of the
 * samples alone. An archive that cannot be read, or a version that is damaged, is logged, counted
 * and tried again; the models in use stay.
 */
public final class ModelFeed implements Source<ModelUpdate, FeedSplit, Boolean>, Serializable {

  private static final long serialVersionUID = 1L;

  /** A promotion is seen that soon. */
  public static final Duration POLL = Duration.ofSeconds(15);

  private final String archive;
  private final RegistryEndpoint remote;
  private final String model;
  private final Duration poll;

  /**
   * @param remote null where the registry is the archive's own
   */
  private ModelFeed(String archive, RegistryEndpoint remote, String model, Duration poll) {
    this.archive = archive;
    this.remote = remote;
    this.model = model;
    this.poll = poll;
  }

  /**
   * The champion of a model.
   *
   * @param archive its root
   * @param model its name in the registry; it need not be there yet
   */
  public static ModelFeed of(String archive, String model) {
    return new ModelFeed(archive, null, model, POLL);
  }

  /** The same, with the champion of a registry that is served elsewhere. */
  public ModelFeed from(RegistryEndpoint registry) {
    return new ModelFeed(archive, registry, model, poll);
  }

  /** The same, looking at the registry more or less often. */
  public ModelFeed every(Duration other) {
    return new ModelFeed(archive, remote, model, other);
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.CONTINUOUS_UNBOUNDED;
  }

  @Override
  public SplitEnumerator<FeedSplit, Boolean> createEnumerator(
      SplitEnumeratorContext<FeedSplit> context) {
    return new FeedEnumerator(context, FeedSplit.NEW);
  }

  @Override
  public SplitEnumerator<FeedSplit, Boolean> restoreEnumerator(
      SplitEnumeratorContext<FeedSplit> context, Boolean assigned) {
    return new FeedEnumerator(context, assigned ? null : FeedSplit.NEW);
  }

  @Override
  public SourceReader<ModelUpdate, FeedSplit> createReader(SourceReaderContext context) {
    return new FeedReader(
        () -> new FeedFetcher(archive, remote, model, poll, new FeedMetrics(context.metricGroup())),
        context);
  }

  @Override
  public SimpleVersionedSerializer<FeedSplit> getSplitSerializer() {
    return new FeedSplitSerializer();
  }

  @Override
  public SimpleVersionedSerializer<Boolean> getEnumeratorCheckpointSerializer() {
    return new FeedPlanSerializer();
  }
}
