package dev.almanac.registry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.almanac.registry.Change;
import dev.almanac.registry.Gate;
import dev.almanac.registry.GateRule;
import dev.almanac.registry.ModelVersion;
import dev.almanac.registry.Models;
import dev.almanac.registry.Registry;
import dev.almanac.registry.token.Scope;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelRoutesTest {

  private static final String DEMAND = "/api/v1/models/demand";
  private static final String CHAMPION = DEMAND + "/aliases/champion";

  @TempDir private Path folder;
  private Served served;
  private Registry registry;

  @BeforeEach
  void serve() {
    served = Served.over(folder);
    registry = new Registry(served.store());
  }

  @AfterEach
  void stop() {
    served.close();
  }

  private ModelVersion publish(double owa) {
    return Models.publish(registry, "demand", folder, owa);
  }

  private HttpResponse<String> promote(String json) {
    return served.post(CHAMPION + "/promote", Scope.OPERATE, json);
  }

  @Test
  void listsNothingOfAnEmptyArchive() {
    assertThat(served.json("/api/v1/models").toString()).isEqualTo("{\"models\":[],\"next\":null}");
  }

  @Test
  void listsModelsInParts() {
    for (String model : new String[] {"a", "b", "c"}) {
      Models.publish(registry, model, folder);
    }

    JsonNode first = served.json("/api/v1/models?limit=2");
    JsonNode second = served.json("/api/v1/models?limit=2&after=" + first.path("next").asText());

    assertThat(first.path("models"))
        .extracting(m -> m.path("model").asText())
        .containsExactly("a", "b");
    assertThat(second.path("models"))
        .extracting(m -> m.path("model").asText())
        .containsExactly("c");
    assertThat(second.path("next").isNull()).isTrue();
  }

  @Test
  void showsAVersionByNumberAliasAndAsTheLatest() {
    publish(0.5);
    ModelVersion second = publish(0.4);
    registry.promote(second.id(), "champion", Models.CHANGE);

    for (String name : new String[] {"2", "v2", "champion", "latest"}) {
      JsonNode version = served.json(DEMAND + "/versions/" + name);
      assertThat(version.path("version").asInt()).isEqualTo(2);
      assertThat(version.path("aliases").get(0).asText()).isEqualTo("champion");
      assertThat(version.path("evaluation").path("owa").asDouble()).isCloseTo(0.4, within(1e-9));
    }
    assertThat(served.json(DEMAND).path("newest").asInt()).isEqualTo(2);
    assertThat(served.json(DEMAND + "/versions").path("versions")).hasSize(2);
  }

  @Test
  void tellsWhatAVersionWasMadeOf() {
    publish(0.5);

    JsonNode lineage = served.json(DEMAND + "/versions/1/lineage");

    assertThat(lineage.path("backups").get(0).asText()).isEqualTo("20261123T230000Z-3f9c21ab");
    assertThat(lineage.path("configuration").path("horizon").asText()).isEqualTo("24h");
    assertThat(lineage.path("code").asText()).isEqualTo("almanac 0.1.0");
  }

  @Test
  void showsAccuracyVersionByVersion() {
    publish(0.5);
    publish(0.25);

    JsonNode accuracy = served.json(DEMAND + "/accuracy").path("accuracy");

    assertThat(accuracy)
        .extracting(point -> point.path("evaluation").path("owa").asDouble())
        .containsExactly(0.5, 0.25);
  }

  @Test
  void givesFilesThatProveThemselves() {
    ModelVersion version = publish(0.5);
    String content = Models.content(version.publication(), "stages/0/metadata");

    HttpResponse<String> file = served.get(DEMAND + "/versions/1/files/stages/0/metadata");

    assertThat(file.body()).isEqualTo(content);
    assertThat(file.headers().firstValue("ETag"))
        .contains('"' + version.file("stages/0/metadata").sha256() + '"');
    assertThat(served.json(DEMAND + "/versions/1/files").path("files")).hasSize(2);
  }

  @Test
  void givesNoDamagedFileForWhole() throws IOException {
    publish(0.5);
    try (Stream<Path> files = Files.walk(folder.resolve("archive/registry/files"))) {
      Path file = files.filter(f -> f.endsWith("parameters.bin")).findFirst().orElseThrow();
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length - 1] ^= 1;
      Files.write(file, bytes);
    }

    HttpResponse<String> response = served.get(DEMAND + "/versions/1/files/parameters.bin");

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(Served.json(response).path("type").asText())
        .isEqualTo("urn:almanac:problem:damaged");
    assertThat(Served.json(response).path("detail").asText()).contains("it is damaged");
  }

  @Test
  void promotesAndRollsBackAndKeepsWhoDidIt() {
    publish(0.5);
    publish(0.4);
    promote("{\"version\": 1, \"reason\": \"to begin\"}");

    HttpResponse<String> promoted = promote("{\"version\": \"latest\", \"reason\": \"better\"}");
    HttpResponse<String> rolledBack =
        served.post(CHAMPION + "/rollback", Scope.OPERATE, "{\"reason\": \"it was not\"}");

    assertThat(Served.json(promoted).path("version").asInt()).isEqualTo(2);
    assertThat(Served.json(rolledBack).path("version").asInt()).isEqualTo(1);
    JsonNode moves = served.json(CHAMPION).path("moves");
    assertThat(moves)
        .extracting(move -> move.path("reason").asText())
        .containsExactly("to begin", "better", "it was not");
    assertThat(moves).extracting(move -> move.path("actor").asText()).containsOnly("operate-work");
    assertThat(registry.aliased("demand", "champion").orElseThrow().number()).isEqualTo(1);
  }

  @Test
  void promotesNothingThatTheGateKeptBackUnlessForced() {
    ModelVersion first = publish(0.4);
    registry.promote(first.id(), "champion", Models.CHANGE);
    ModelVersion worse = publish(0.9);
    Gate gate = new Gate(GateRule.DEFAULT);
    registry.admit(
        worse.id(),
        gate.judge(
            worse.details().evaluation().orElseThrow(),
            1,
            first.details().evaluation().orElseThrow()),
        "tester");

    HttpResponse<String> refused = promote("{\"version\": 2}");

    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(Served.json(refused).path("detail").asText())
        .contains("demand v2 did not pass the gate");
    JsonNode reports = served.json(DEMAND + "/versions/2/gate").path("reports");
    assertThat(reports.get(0).path("passes").asBoolean()).isFalse();
    assertThat(reports.get(0).path("champion").asInt()).isEqualTo(1);
    assertThat(promote("{\"version\": 2, \"force\": true}").statusCode()).isEqualTo(200);
  }

  @Test
  void movesAnAliasOnlyFromWhereItIsExpected() {
    publish(0.5);
    publish(0.4);

    assertThat(promote("{\"version\": 1, \"expected\": null}").statusCode()).isEqualTo(200);
    HttpResponse<String> late = promote("{\"version\": 2, \"expected\": null}");

    assertThat(late.statusCode()).isEqualTo(409);
    assertThat(Served.json(late).path("detail").asText())
        .contains("alias champion of demand names v1 and not no version any more");
    assertThat(promote("{\"version\": 2, \"expected\": 1}").statusCode()).isEqualTo(200);
  }

  @Test
  void removesAnAliasAndTakesThatBack() {
    ModelVersion first = publish(0.5);
    registry.promote(first.id(), "champion", new Change("tester", "to begin"));

    HttpResponse<String> removed =
        served.send(served.request(CHAMPION + "?reason=holidays", Scope.OPERATE).DELETE());

    assertThat(Served.json(removed).path("move").asText()).isEqualTo("remove");
    assertThat(registry.aliased("demand", "champion")).isEmpty();
    assertThat(served.json(DEMAND + "/aliases").path("aliases")).isEmpty();
    served.post(CHAMPION + "/rollback", Scope.OPERATE, "{}");
    assertThat(registry.aliased("demand", "champion")).contains(first);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /api/v1/models/none                               | 404 | there is no model none
          /api/v1/models/demand/versions/9                  | 404 | there is no version 9 of demand
          /api/v1/models/demand/versions/none               | 404 | has no version or alias none
          /api/v1/models/demand/versions/1/files/none       | 404 | has no file none
          /api/v1/models/demand/aliases/none                | 404 | there is no alias none
          /api/v1/models/Demand                             | 400 | a name of a model begins
          /api/v1/models/demand/aliases/v1                  | 400 | an alias cannot be called v1
          /api/v1/models?limit=0                            | 400 | limit: expected a number from 1 to 1000
          /api/v1/models?limit=x                            | 400 | limit: expected a number
          /api/v1/models?limit=1&limit=2                    | 400 | limit is given more than once
          /api/v1/models?after=none                         | 400 | there is no "none" here
          """)
  void saysWhatIsWrongWithAQuestion(String path, int status, String detail) {
    publish(0.5);

    HttpResponse<String> response = served.get(path);

    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(Served.json(response).path("detail").asText()).contains(detail);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                | 400 | version: expected text, found nothing
          {"version": []}                   | 400 | version: expected text, found array
          {"version": 1, "force": "yes"}    | 400 | force: expected true or false, found string
          {"version": 1, "reason": " "}     | 400 | reason: a change has a reason
          {"version": 1, "expected": "a"}   | 400 | expected: expected a version's number or null
          {"version": 1, "version": 1}      | 400 | Duplicate field
          {"version": 1} {}                 | 400 | the body is no JSON
          []                                | 400 | the body is no JSON object
          {"version": 7}                    | 404 | there is no version 7
          """)
  void saysWhatIsWrongWithAPromotion(String json, int status, String detail) {
    publish(0.5);

    HttpResponse<String> response = promote(json);

    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(Served.json(response).path("detail").asText()).contains(detail);
    assertThat(registry.aliases("demand")).isEmpty();
  }

  @Test
  void wantsJson() {
    HttpResponse<String> response =
        served.send(
            served
                .request(CHAMPION + "/promote", Scope.OPERATE)
                .header("Content-Type", "text/plain")
                .POST(
                    java.net.http.HttpRequest.BodyPublishers.ofString(
                        "{\"version\": 1}", StandardCharsets.UTF_8)));

    assertThat(response.statusCode()).isEqualTo(415);
  }
}
