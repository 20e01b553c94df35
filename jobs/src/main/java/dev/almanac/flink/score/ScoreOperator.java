package dev.almanac.flink.score;

import dev.almanac.flink.live.SeriesRun;
import dev.almanac.prometheus.PrometheusEndpoint;
import dev.almanac.series.Labels;
import java.util.Map;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Keeps the memory of each series and its model, and has samples scored. Keyed by label sets; the
 * first input are samples, the second models. Series that have not been seen for as long as the
 * configuration says are forgotten, by the time of the stream.
 */
public final class ScoreOperator extends AbstractStreamOperator<SeriesRun>
    implements TwoInputStreamOperator<SeriesRun, ModelUpdate, SeriesRun>,
        Triggerable<Labels, VoidNamespace>,
        ScoreOutput {

  private static final long serialVersionUID = 1L;

  /** Where what is worth telling goes. */
  public static final OutputTag<Incident> INCIDENTS = new OutputTag<>("incidents", Incident.TYPE);

  /** How often the job's own metrics are written. */
  private static final long REPORT_MILLIS = 15_000;

  private final ScoreConfig settings;
  private final PrometheusEndpoint told;

  private transient StatedKinds stated;
  private transient SeriesScorer scorer;
  private transient Siblings siblings;
  private transient ValueState<SeriesMemory> memories;
  private transient ValueState<LiveModel> models;
  private transient ListState<byte[]> pools;
  private transient InternalTimerService<VoidNamespace> expiry;
  private transient ScoreMetrics report;
  private transient StreamRecord<SeriesRun> record;

  /**
   * @param told whom to ask what metrics are; null to tell by their names alone
   */
  public ScoreOperator(ScoreConfig settings, PrometheusEndpoint told) {
    this.settings = settings;
    this.told = told;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    siblings = new Siblings();
    pools =
        context
            .getOperatorStateStore()
            .getUnionListState(
                new ListStateDescriptor<>("siblings", BytePrimitiveArraySerializer.INSTANCE));
    for (byte[] pool : pools.get()) {
      SiblingsCodec.read(pool, subtask(), subtasks(), siblings);
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    pools.update(SiblingsCodec.write(siblings, subtask(), subtasks()));
  }

  @Override
  public void open() throws Exception {
    super.open();
    stated = told == null ? null : new StatedKinds(told);
    scorer = new SeriesScorer(settings, siblings, told == null ? Map::of : stated);
    memories = state("memory", SeriesMemory.TYPE);
    models = state("model", LiveModel.TYPE);
    expiry = getInternalTimerService("expiry", VoidNamespaceSerializer.INSTANCE, this);
    record = new StreamRecord<>(null);
    long series = getKeyedStateBackend().getKeys("memory", VoidNamespace.INSTANCE).count();
    report = new ScoreMetrics(getMetricGroup(), scorer.counts(), subtask(), series);
    tell(getProcessingTimeService().getCurrentProcessingTime());
  }

  @Override
  public void close() throws Exception {
    if (stated != null) {
      stated.close();
    }
    super.close();
  }

  private <T> ValueState<T> state(String name, TypeInformation<T> type) throws Exception {
    return getPartitionedState(
        new ValueStateDescriptor<>(
            name, type.createSerializer(getExecutionConfig().getSerializerConfig())));
  }

  private int subtask() {
    return getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
  }

  private int subtasks() {
    return getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks();
  }

  /** Writes the job's own metrics, now and then for ever. */
  private void tell(long now) {
    report.write(now, this::written);
    var unused = getProcessingTimeService().registerTimer(now + REPORT_MILLIS, this::tell);
  }

  @Override
  public void processElement1(StreamRecord<SeriesRun> element) throws Exception {
    SeriesRun run = element.getValue();
    SeriesMemory memory = memories.value();
    LiveModel model = models.value();
    if (memory == null) {
      memory = scorer.begin(run.labels(), model);
      if (memory == null) {
        return;
      }
      report.seriesCame();
      if (model == null) {
        expiry.registerEventTimeTimer(VoidNamespace.INSTANCE, expiryOf(run.lastTimestamp()));
      }
    }
    scorer.score(run, memory, model, this);
    memories.update(memory);
  }

  @Override
  public void processElement2(StreamRecord<ModelUpdate> element) throws Exception {
    ModelUpdate update = element.getValue();
    LiveModel before = models.value();
    if (update.model().isEmpty()) {
      if (before != null) {
        models.clear();
        report.modelWent();
      }
      return;
    }
    LiveModel model = update.model().get();
    if (before != null && before.doesFor(model)) {
      report.modelStayed(model.version());
      return;
    }
    SeriesMemory memory = memories.value();
    if (memory != null) {
      scorer.change(update.labels(), memory, before, model);
      memories.update(memory);
    } else if (before == null) {
      expiry.registerEventTimeTimer(VoidNamespace.INSTANCE, model.path().end());
    }
    models.update(model);
    report.modelCame(model.version());
  }

  private long expiryOf(long lastSeen) {
    return lastSeen + settings.expireAfter().toMillis();
  }

  /** Each series has one timer, which is set anew until nothing came for long enough. */
  @Override
  public void onEventTime(InternalTimer<Labels, VoidNamespace> timer) throws Exception {
    SeriesMemory memory = memories.value();
    LiveModel model = models.value();
    long due = Long.MIN_VALUE;
    if (memory != null && memory.lastSeen != Long.MIN_VALUE) {
      due = expiryOf(memory.lastSeen);
    } else if (model != null) {
      due = model.path().end();
    }
    if (due > timer.getTimestamp()) {
      expiry.registerEventTimeTimer(VoidNamespace.INSTANCE, due);
      return;
    }
    if (memory != null) {
      report.seriesExpired();
    }
    memories.clear();
    models.clear();
  }

  /** Nothing is due by the clock. */
  @Override
  public void onProcessingTime(InternalTimer<Labels, VoidNamespace> timer) {}

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    report.scoredUntil(mark.getTimestamp());
    super.processWatermark(mark);
  }

  @Override
  public void written(SeriesRun run) {
    output.collect(record.replace(run, run.lastTimestamp()));
  }

  @Override
  public void incident(Incident incident) {
    output.collect(INCIDENTS, new StreamRecord<>(incident, incident.time()));
  }
}
