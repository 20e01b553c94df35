package dev.almanac.gateway;

import dev.almanac.prometheus.ReadForm;
import dev.almanac.prometheus.SampledAnswer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Answers with samples: all of them are gathered before the first is sent, for their lengths. */
final class SampledReply {

  private final List<Plan> plans;
  private final ReadLimits limits;
  private final Spool spool;
  private final List<Gathered> gathered = new ArrayList<>();
  private long series;
  private long samples;

  SampledReply(List<Plan> plans, ReadLimits limits, Spool spool) {
    this.plans = plans;
    this.limits = limits;
    this.spool = spool;
  }

  Gateway.Answered send(Gateway.Reply reply) throws IOException {
    List<Long> lengths = new ArrayList<>();
    for (Plan plan : plans) {
      Gathered ofPlan = Gathered.of(plan, ReadForm.SAMPLES, limits, spool);
      gathered.add(ofPlan);
      lengths.add(length(plan, ofPlan));
    }
    limits.checkBytes(lengths.stream().mapToLong(length -> length).sum());
    try (SampledAnswer answer = new SampledAnswer(reply.start(ReadForm.SAMPLES), lengths)) {
      for (int i = 0; i < plans.size(); i++) {
        answer.startResult(lengths.get(i));
        write(plans.get(i), gathered.get(i), answer);
      }
    }
    return new Gateway.Answered(series, samples);
  }

  private static long length(Plan plan, Gathered gathered) {
    long bytes = 0;
    for (int place = 0; place < plan.survey().size(); place++) {
      if (gathered.isShown(place)) {
        bytes += SampledAnswer.seriesBytes(plan.survey().shown(place), gathered.bytesOf(place));
      }
    }
    return bytes;
  }

  private void write(Plan plan, Gathered from, SampledAnswer answer) throws IOException {
    for (int place = 0; place < plan.survey().size(); place++) {
      if (from.isShown(place)) {
        answer.startSeries(plan.survey().shown(place), from.bytesOf(place));
        from.copy(place, answer);
        series++;
      }
    }
    samples += from.samples();
  }
}
