package dev.almanac.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a Flink cluster's REST interface tells, and the little that is asked of it. */
final class ClusterRest {

  /** The job parameter that names the folder of a job's checkpoints. */
  static final String CHECKPOINTS = "checkpoints";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(300);

  private static final Set<String> ENDED = Set.of("FINISHED", "CANCELED", "FAILED");

  private final URI url;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

  /**
   * How much of a cluster is there.
   *
   * @param slots of all TaskManagers
   * @param free of them
   */
  record Overview(int taskManagers, int slots, int free) {}

  /**
   * A job.
   *
   * @param state in Flink's words: RUNNING, RESTARTING, FAILED…
   */
  record Job(String id, String name, String state, Instant since) {

    boolean isActive() {
      return !ENDED.contains(state);
    }
  }

  /** It answered, and not with what was asked for. */
  private static final class Refused extends ClusterException {

    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  ClusterRest(URI url) {
    this.url = url;
  }

  /**
   * The address of a cluster.
   *
   * @throws IllegalArgumentException for what is none
   */
  static URI address(String text) {
    try {
      URI url = URI.create(text);
      if ("http".equals(url.getScheme()) && url.getHost() != null && url.getPort() > 0) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      // Told below, like every other text.
    }
    throw new IllegalArgumentException(
        "expected the address of a cluster's REST interface such as http://127.0.0.1:8081, found \""
            + text
            + "\"");
  }

  Overview overview() throws InterruptedException {
    JsonNode all = get("/overview");
    return new Overview(
        all.path("taskmanagers").asInt(),
        all.path("slots-total").asInt(),
        all.path("slots-available").asInt());
  }

  /** All jobs that it knows of, those that have ended too. */
  List<Job> jobs() throws InterruptedException {
    List<Job> jobs = new ArrayList<>();
    for (JsonNode job : get("/jobs/overview").path("jobs")) {
      jobs.add(
          new Job(
              job.path("jid").asText(),
              job.path("name").asText(),
              job.path("state").asText(),
              Instant.ofEpochMilli(job.path("start-time").asLong())));
    }
    return jobs;
  }

  /**
   * When the newest checkpoint of a job that is whole was begun; empty where there is none, and
   * while the job starts, when nobody knows.
   */
  Optional<Instant> lastCheckpoint(String job) throws InterruptedException {
    JsonNode checkpoints;
    try {
      checkpoints = get("/jobs/" + job + "/checkpoints");
    } catch (Refused e) {
      return Optional.empty();
    }
    JsonNode latest = checkpoints.at("/latest/completed/trigger_timestamp");
    return latest.isNumber()
        ? Optional.of(Instant.ofEpochMilli(latest.asLong()))
        : Optional.empty();
  }

  /** What made a job fail last; empty where nothing did. */
  String failure(String job) throws InterruptedException {
    JsonNode newest = get("/jobs/" + job + "/exceptions").at("/exceptionHistory/entries/0");
    return newest.path("stacktrace").asText("").lines().findFirst().orElse("");
  }

  /**
   * Ends a job with a savepoint in the folder of its checkpoints.
   *
   * @return the savepoint
   */
  String stop(String job) throws InterruptedException {
    JsonNode folder =
        get("/jobs/" + job + "/config").at("/execution-config/user-config").path(CHECKPOINTS);
    if (!folder.isTextual()) {
      throw new ClusterException(
          "job " + job + " keeps no checkpoints that a savepoint could lie beside; let it end");
    }
    JsonNode stopping =
        post("/jobs/" + job + "/stop", Map.of("targetDirectory", folder.asText(), "drain", false));
    String savepoint = "/jobs/" + job + "/savepoints/" + stopping.path("request-id").asText();
    JsonNode result = get(savepoint);
    while (!result.at("/status/id").asText().equals("COMPLETED")) {
      Thread.sleep(POLL.toMillis());
      result = get(savepoint);
    }
    JsonNode location = result.at("/operation/location");
    if (!location.isTextual()) {
      throw new ClusterException(
          "job "
              + job
              + " could not be stopped with a savepoint, and goes on: "
              + result.at("/operation/failure-cause/class").asText()
              + "; see the log of the JobManager");
    }
    return location.asText();
  }

  private JsonNode get(String path) throws InterruptedException {
    return ask(HttpRequest.newBuilder(url.resolve(path)).timeout(TIMEOUT).build());
  }

  private JsonNode post(String path, Map<String, Object> body) throws InterruptedException {
    return ask(
        HttpRequest.newBuilder(url.resolve(path))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(JSON.valueToTree(body).toString()))
            .build());
  }

  private JsonNode ask(HttpRequest request) throws InterruptedException {
    try {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() >= 300) {
        throw new Refused(
            "%s answered %d: %s".formatted(request.uri(), answer.statusCode(), answer.body()));
      }
      return JSON.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new ClusterException(url + " does not answer as a Flink cluster does", e);
    } catch (IOException e) {
      throw new ClusterException(
          "no Flink cluster answers at " + url + "; 'almanac cluster start' starts one", e);
    }
  }
}
