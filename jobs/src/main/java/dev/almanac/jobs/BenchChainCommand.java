package dev.almanac.jobs;

import com.sun.management.ThreadMXBean;
import dev.almanac.anomaly.synthetic.CleanShape;
import dev.almanac.flink.live.RemoteWriteSettings;
import dev.almanac.flink.live.SeriesRun;
import dev.almanac.flink.live.WriteBatch;
import dev.almanac.flink.score.Incident;
import dev.almanac.flink.score.ScoreConfig;
import dev.almanac.flink.score.ScoreOutput;
import dev.almanac.flink.score.SeriesMemory;
import dev.almanac.flink.score.SeriesScorer;
import dev.almanac.jobs.bench.CannedPrometheus;
import dev.almanac.jobs.bench.Machine;
import dev.almanac.prometheus.KnownLabels;
import dev.almanac.prometheus.RemoteReadClient;
import dev.almanac.prometheus.RemoteWriteClient;
import dev.almanac.series.FloatRun;
import dev.almanac.series.Labels;
import dev.almanac.series.Matcher;
import dev.almanac.series.Run;
import dev.almanac.series.SeriesCursor;
import dev.almanac.series.TimeRange;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code almanac bench chain}: from a remote read's bytes to those of a remote write. */
@Command(
    name = "chain",
    description = {
      "Measures what live scoring does with samples on one core, without Flink: decodes the frames"
          + " of",
      "a remote read, scores, and encodes and sends remote writes.",
      ""
    },
    footer = {
      "",
      "A server in this JVM gives answers that were made before the clock starts, and takes what"
          + " is",
      "written. What counts is the processor time of the one thread that does the work; the server",
      "and the sockets are on others.",
      "",
      "Example:",
      "  almanac bench chain --series 2000 --samples 20"
    })
final class BenchChainCommand extends Verb {

  private static final long STEP_MILLIS = 15_000;
  private static final double STEPS_A_DAY = 5760;
  private static final long START = 1_790_000_000_000L;
  private static final int BATCH = RemoteWriteSettings.DEFAULT.batchSamples();
  private static final int LONGEST_CHUNK = 120;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Mixin private BenchRounds rounds;

  @Option(
      names = "--samples",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many samples of each an answer brings, at most 120. Default: 20.")
  private int samples;

  @Option(
      names = "--answers",
      paramLabel = "N",
      defaultValue = "50",
      description = "How many answers. Default: ${DEFAULT-VALUE}.")
  private int answers;

  @Option(names = "--no-bands", description = "Write scores alone.")
  private boolean noBands;

  private record Measured(
      double samplesPerSecond, double writtenPerSample, double allocatedPerSample) {}

  @Override
  ExitCode run(Console console) throws Exception {
    if (answers < 1 || samples < 1 || samples > LONGEST_CHUNK) {
      throw usage("--answers must be at least 1, --samples between 1 and 120");
    }
    Measured best = null;
    try (CannedPrometheus server = CannedPrometheus.start();
        StatusLine status = console.status()) {
      status.show("making answers");
      fill(server);
      for (int pass = 0; pass < rounds.passes(); pass++) {
        status.show("pass " + (pass + 1));
        server.rewind();
        Measured measured = measure(server);
        best =
            best == null || measured.samplesPerSecond() > best.samplesPerSecond() ? measured : best;
      }
    }
    if (console.json()) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("machine", Machine.describe());
      answer.put("series", rounds.series());
      answer.put("samples_an_answer", samples);
      answer.put("samples_per_processor_second", best.samplesPerSecond());
      answer.put("written_per_sample", best.writtenPerSample());
      answer.put("allocated_bytes_per_sample", best.allocatedPerSample());
      console.sayJson(answer);
    } else {
      console.say(
          String.format(
              Locale.ROOT,
              "%s samples a processor second, %.1f written for each, %.0f bytes allocated",
              Human.count((long) best.samplesPerSecond()),
              best.writtenPerSample(),
              best.allocatedPerSample()));
    }
    return ExitCode.DONE;
  }

  private void fill(CannedPrometheus server) throws IOException {
    List<Labels> labels = new ArrayList<>();
    List<DoubleSupplier> values = new ArrayList<>();
    CleanShape[] shapes = CleanShape.values();
    for (int s = 0; s < rounds.series(); s++) {
      labels.add(
          Labels.of(
              "__name__",
              "node_something_" + s % 50,
              "instance",
              "host-" + s + ".example:9100",
              "job",
              "node"));
      values.add(shapes[s % shapes.length].values(s, STEPS_A_DAY));
    }
    for (int a = 0; a < answers; a++) {
      List<FloatRun> runs = new ArrayList<>();
      for (int s = 0; s < rounds.series(); s++) {
        FloatRun run = new FloatRun();
        for (int i = 0; i < samples; i++) {
          run.timestamps[i] = START + ((long) a * samples + i) * STEP_MILLIS;
          run.valueBits[i] = Double.doubleToRawLongBits(values.get(s).getAsDouble());
        }
        run.setSize(samples);
        runs.add(run);
      }
      server.add(labels, runs);
    }
  }

  private Measured measure(CannedPrometheus server) {
    RemoteReadClient reader = new RemoteReadClient(server.endpoint());
    Writer writer = new Writer(new RemoteWriteClient(server.endpoint()));
    ScoreConfig all = ScoreConfig.DEFAULT;
    SeriesScorer scorer = new SeriesScorer(noBands ? all.withoutBands() : all);
    KnownLabels known = new KnownLabels();
    Map<Labels, SeriesMemory> memories = new HashMap<>();
    long allocated = THREADS.getCurrentThreadAllocatedBytes();
    long begin = THREADS.getCurrentThreadCpuTime();
    for (int a = 0; a < answers; a++) {
      long from = START + (long) a * samples * STEP_MILLIS;
      TimeRange time = new TimeRange(from, from + samples * STEP_MILLIS);
      try (SeriesCursor cursor = reader.read(List.of(Matcher.ANY), time, known)) {
        while (cursor.nextSeries()) {
          Labels labels = cursor.labels();
          SeriesMemory memory =
              memories.computeIfAbsent(labels, unknown -> scorer.begin(unknown, null));
          for (Run run = cursor.nextRun(); run != null; run = cursor.nextRun()) {
            FloatRun floats = ((FloatRun) run).copy(0, run.size());
            scorer.score(
                new SeriesRun(labels, floats.timestamps, floats.valueBits), memory, null, writer);
          }
        }
      }
      writer.flush(); // polls are further apart than samples wait for company
    }
    double seconds = (THREADS.getCurrentThreadCpuTime() - begin) / 1e9;
    allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
    double scored = (double) rounds.series() * samples * answers;
    return new Measured(scored / seconds, writer.written / scored, allocated / scored);
  }

  /** Batches of as many samples as the sink's. */
  private static final class Writer implements ScoreOutput {

    private final RemoteWriteClient client;
    private final WriteBatch message = new WriteBatch();
    private final List<SeriesRun> batch = new ArrayList<>();
    private int samples;
    private long written;

    Writer(RemoteWriteClient client) {
      this.client = client;
    }

    @Override
    public void written(SeriesRun run) {
      batch.add(run);
      samples += run.size();
      if (samples >= BATCH) {
        flush();
      }
    }

    void flush() {
      if (batch.isEmpty()) {
        return;
      }
      client.write(message.of(batch));
      written += samples;
      batch.clear();
      samples = 0;
    }

    @Override
    public void incident(Incident incident) {}
  }
}
