package dev.almanac.install;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Grafana, which no distribution has: from a repository of its own. */
final class GrafanaPackage implements Step {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String KEY = "/etc/apt/keyrings/grafana.asc";
  private static final String LIST = "/etc/apt/sources.list.d/grafana.list";

  private final Machine machine;
  private final URI repository;
  private final Packages grafana = new Packages("Grafana", List.of("grafana"));

  GrafanaPackage(Machine machine, URI repository) {
    this.machine = machine;
    this.repository = repository;
  }

  @Override
  public String name() {
    return grafana.name();
  }

  /** Why it cannot be installed; empty where it can be, or is. */
  Optional<String> unavailable() throws IOException {
    if (grafana.changes().isEmpty()) {
      return Optional.empty();
    }
    try {
      key();
      return Optional.empty();
    } catch (IOException e) {
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      return Optional.of(repository + " does not answer (" + why + ")");
    }
  }

  @Override
  public List<Change> changes() throws IOException {
    List<Change> changes = new ArrayList<>(grafana.changes());
    if (changes.isEmpty()) {
      return changes;
    }
    changes.add(
        0,
        Change.of(
            "let apt know " + repository,
            () -> {
              String list = "deb [signed-by=" + KEY + "] " + repository + " stable main\n";
              List<PlacedFile> files =
                  List.of(PlacedFile.of(KEY, key()), PlacedFile.of(LIST, list));
              for (Change change : new FilesStep(name(), machine, () -> files).changes()) {
                change.action().run();
              }
              Machine.run("apt-get", "-q", "update")
                  .orFail("The repository of Grafana was not read; see above.");
            }));
    return changes;
  }

  /** What it signs its packages with. */
  private String key() throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(repository + "/gpg.key")).timeout(PATIENCE).build();
    try {
      HttpResponse<String> answer =
          HttpClient.newBuilder()
              .connectTimeout(PATIENCE)
              .build()
              .send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200 || !answer.body().contains("BEGIN PGP PUBLIC KEY")) {
        throw new IOException("status " + answer.statusCode() + " for " + request.uri());
      }
      return answer.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InstallException("interrupted while " + repository + " was asked", e);
    }
  }
}
