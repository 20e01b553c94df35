package dev.almanac.doctor;

import dev.almanac.blob.BlobStore;
import dev.almanac.finding.Finding;
import dev.almanac.prometheus.InstantQuery;
import dev.almanac.prometheus.PrometheusEndpoint;
import dev.almanac.prometheus.ServerStatus;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Asks a monitoring that runs what ails it. It changes nothing. */
public final class Doctor {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Clock clock;
  private final List<Finding> findings = new ArrayList<>();

  /**
   * @param clock of this machine
   */
  public Doctor(Clock clock) {
    this.clock = clock;
  }

  /**
   * Asks a Prometheus.
   *
   * @throws dev.almanac.prometheus.PrometheusException where it does not answer
   */
  public Doctor ask(PrometheusEndpoint endpoint, Limits limits) {
    findings.addAll(
        new ServerChecks(
                new ServerStatus(endpoint, PATIENCE),
                new InstantQuery(endpoint, PATIENCE),
                limits,
                clock)
            .look());
    return this;
  }

  /** Looks into an archive, which stays its owner's to close. */
  public Doctor look(BlobStore archive) {
    findings.addAll(new ArchiveChecks(archive, clock).look());
    return this;
  }

  /**
   * Asks the ML API.
   *
   * @throws InterruptedIOException where the thread was interrupted
   */
  public Doctor ask(URI service) throws InterruptedIOException {
    new ServiceCheck(service, PATIENCE).look().ifPresent(findings::add);
    return this;
  }

  /** What was found, the worst first. */
  public List<Finding> findings() {
    return findings.stream().sorted(Comparator.comparing(Finding::severity).reversed()).toList();
  }
}
