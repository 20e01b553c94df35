package dev.almanac.registry.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.almanac.registry.token.Scope;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The description says what there is, and nothing else. */
class OpenApiTest {

  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

  private static Served served;
  private static JsonNode description;

  @BeforeAll
  static void serve(@TempDir Path folder) {
    served = Served.over(folder);
    HttpResponse<String> response = served.send(served.request("/openapi.json"));
    assertThat(response.statusCode()).isEqualTo(200);
    description = Served.json(response);
  }

  @AfterAll
  static void stop() {
    served.close();
  }

  /** The routes that are ours to describe: {@code get /api/v1/models}. */
  private static Set<String> routes() {
    Set<String> routes = new TreeSet<>();
    for (Route route : served.server().routes()) {
      if (!route.path().startsWith(Problems.MLFLOW)) {
        routes.add(
            route.method().name().toLowerCase(Locale.ROOT)
                + " "
                + route.path().replace('<', '{').replace('>', '}'));
      }
    }
    return routes;
  }

  @Test
  void describesEveryRouteAndNoOther() {
    Set<String> described = new TreeSet<>();
    for (Map.Entry<String, JsonNode> path : description.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> entry : path.getValue().properties()) {
        if (METHODS.contains(entry.getKey())) {
          described.add(entry.getKey() + " " + path.getKey());
        }
      }
    }

    assertThat(described).isEqualTo(routes());
  }

  @Test
  void saysWhichRoutesNeedAToken() {
    for (Route route : served.server().routes()) {
      if (!route.path().startsWith(Problems.MLFLOW)) {
        String path = route.path().replace('<', '{').replace('>', '}');
        JsonNode operation =
            description
                .path("paths")
                .path(path)
                .path(route.method().name().toLowerCase(Locale.ROOT));
        assertThat(operation.has("security")).as(route.path()).isEqualTo(route.scope().isEmpty());
        assertThat(operation.path("responses").has("401"))
            .as(route.path())
            .isEqualTo(route.scope().isPresent());
        assertThat(operation.path("responses").has("403"))
            .as(route.path())
            .isEqualTo(route.scope().filter(scope -> scope != Scope.READ).isPresent());
      }
    }
  }

  @Test
  void refersToNothingThatThereIsNot() {
    description
        .findValues("$ref")
        .forEach(
            ref ->
                assertThat(description.at(ref.asText().substring(1)).isObject())
                    .as(ref.asText())
                    .isTrue());
  }
}
