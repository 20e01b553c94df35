package dev.almanac.gateway;

import dev.almanac.prometheus.ChunkedAnswer;
import dev.almanac.prometheus.ReadForm;
import dev.almanac.prometheus.RunFields;
import dev.almanac.series.Run;
import dev.almanac.series.SeriesCursor;
import java.io.IOException;
import java.util.List;

/**
 * Answers with chunks: straight out of the archive where that has the series one after the other in
 * the order of the answer, otherwise from where they were gathered.
 */
final class StreamedReply {

  private final List<Plan> plans;
  private final ReadLimits limits;
  private final Spool spool;
  private final RunFields fields = RunFields.of(ReadForm.CHUNKS);
  private ChunkedAnswer answer;
  private long series;
  private long samples;

  StreamedReply(List<Plan> plans, ReadLimits limits, Spool spool) {
    this.plans = plans;
    this.limits = limits;
    this.spool = spool;
  }

  Gateway.Answered send(Gateway.Reply reply) throws IOException {
    for (int query = 0; query < plans.size(); query++) {
      Plan plan = plans.get(query);
      boolean direct = plan.slices().size() == 1 && plan.survey().isInOrderOfTheArchive();
      Gathered gathered = direct ? null : Gathered.of(plan, ReadForm.CHUNKS, limits, spool);
      start(reply);
      if (direct) {
        stream(query, plan);
      } else {
        copy(query, plan, gathered);
      }
    }
    start(reply);
    return new Gateway.Answered(series, samples);
  }

  private void start(Gateway.Reply reply) throws IOException {
    if (answer == null) {
      answer = new ChunkedAnswer(reply.start(ReadForm.CHUNKS));
    }
  }

  private void stream(int query, Plan plan) throws IOException {
    try (SeriesCursor cursor = plan.slices().get(0).open(plan.survey())) {
      while (cursor.nextSeries()) {
        Run run = cursor.nextRun();
        if (run == null) {
          continue;
        }
        answer.startSeries(query, plan.survey().shown(plan.survey().placeOf(cursor.labels())));
        for (; run != null; run = cursor.nextRun()) {
          samples += run.size();
          fields.add(run);
          fields.drainTo(answer);
        }
        answer.endSeries();
        series++;
      }
    }
  }

  private void copy(int query, Plan plan, Gathered gathered) throws IOException {
    for (int place = 0; place < plan.survey().size(); place++) {
      if (gathered.isShown(place)) {
        answer.startSeries(query, plan.survey().shown(place));
        gathered.copy(place, answer);
        answer.endSeries();
        series++;
      }
    }
    samples += gathered.samples();
  }
}
