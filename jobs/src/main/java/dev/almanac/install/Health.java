package dev.almanac.install;

import dev.almanac.prometheus.Trust;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks every part of the monitoring whether it is well. */
public final class Health {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** The work that timers start. */
  private static final List<String> WORK = List.of("backup", "train", "drill", "cleanup", "audit");

  private final Machine machine;
  private final InstallConfig config;

  Health(Machine machine, InstallConfig config) {
    this.machine = machine;
    this.config = config;
  }

  /** Of this machine. */
  public static Health ofThisMachine(InstallConfig config) {
    return new Health(Machine.THIS, config);
  }

  /** What is found of every part. */
  public List<Finding> look() {
    List<Finding> findings = services();
    if (machine.hasSystemd()) {
      WORK.forEach(work -> findings.add(work(work)));
    }
    return findings;
  }

  /** What is found of what runs all the time; what ran last night no waiting makes well. */
  public List<Finding> services() {
    List<Finding> findings = new ArrayList<>();
    HttpClient plain = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    for (Service service : Service.of(config)) {
      service
          .health()
          .ifPresent(url -> findings.add(answers(service.unit(), plain, URI.create(url), 200)));
    }
    door(findings);
    if (machine.hasSystemd()) {
      findings.add(runs(Service.SCORING));
      findings.add(runs(Service.RSYSLOG));
    }
    return findings;
  }

  /**
   * From outside: it is there, by its name and with a certificate that is good, and asks who comes.
   */
  private void door(List<Finding> findings) {
    Optional<Path> authority =
        Certbot.authority(config.certificates()).map(machine::path).filter(Files::exists);
    try {
      HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(PATIENCE);
      authority.flatMap(file -> Trust.pem(file).context()).ifPresent(builder::sslContext);
      HttpClient client = builder.build();
      String base = "https://" + config.name();
      findings.add(answers("nginx", client, URI.create(base + "/healthz"), 200));
      findings.add(answers("password", client, URI.create(base + "/prometheus/-/healthy"), 403));
      findings.add(answers("password", client, URI.create(base + "/prometheus/graph"), 401));
    } catch (IllegalArgumentException e) {
      findings.add(new Finding("nginx", false, e.getMessage()));
    }
  }

  private static Finding answers(String part, HttpClient client, URI url, int expected) {
    try {
      HttpRequest request = HttpRequest.newBuilder(url).timeout(PATIENCE).build();
      int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      String says = url + " answers " + status;
      return status == expected
          ? new Finding(part, true, says)
          : new Finding(part, false, says + ", and should answer " + expected);
    } catch (IOException e) {
      return new Finding(part, false, url + " does not answer: " + why(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InstallException("interrupted while " + url + " was asked", e);
    }
  }

  /** The JDK's client says "connect failed" by the class alone. */
  private static String why(IOException failure) {
    return Optional.ofNullable(failure.getMessage()).orElse(failure.getClass().getSimpleName());
  }

  /** Of what has no address to be asked by. */
  private static Finding runs(Service service) {
    Map<String, String> unit =
        Systemd.properties(service.unit() + ".service", "ActiveState", "SubState");
    String state = unit.getOrDefault("ActiveState", "unknown to systemd");
    return new Finding(
        service.unit(),
        state.equals("active"),
        state + " (" + unit.getOrDefault("SubState", "") + ")");
  }

  private static Finding work(String name) {
    String unit = "almanac-" + name;
    Map<String, String> service =
        Systemd.properties(unit + ".service", "LoadState", "Result", "ExecMainExitTimestamp");
    String next =
        Systemd.properties(unit + ".timer", "NextElapseUSecRealtime")
            .getOrDefault("NextElapseUSecRealtime", "");
    String last = service.getOrDefault("ExecMainExitTimestamp", "");
    String result = service.getOrDefault("Result", "unknown to systemd");
    boolean planned = !next.isEmpty();
    String says =
        (last.isEmpty() ? "has not run yet" : "last " + last + ": " + result)
            + (planned ? "; next " + next : "; its timer does not run");
    return new Finding(name, planned && (last.isEmpty() || result.equals("success")), says);
  }
}
