package dev.almanac.registry.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.almanac.registry.ModelVersion;
import dev.almanac.registry.Models;
import dev.almanac.registry.Registry;
import dev.almanac.registry.token.Scope;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mlflow.api.proto.ModelRegistry;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.MlflowHttpException;
import org.mlflow.tracking.ModelVersionsPage;
import org.mlflow.tracking.creds.BasicMlflowHostCreds;

/** MLflow's own client for Java, as it is. */
class MlflowJavaClientTest {

  private static final String MODELS = "registered-models/";
  private static final String VERSIONS = "model-versions/";
  private static final String ARTIFACTS = "/api/2.0/mlflow-artifacts/artifacts/";

  @TempDir private Path folder;
  private Served served;
  private Registry registry;
  private MlflowClient client;
  private MlflowClient admin;

  @BeforeEach
  void serve() {
    served = Served.over(folder);
    registry = new Registry(served.store());
    client = client(Scope.OPERATE);
    admin = client(Scope.ADMIN);
  }

  private MlflowClient client(Scope scope) {
    return new MlflowClient(new BasicMlflowHostCreds(served.url(), served.secret(scope)));
  }

  @AfterEach
  void stop() {
    client.close();
    admin.close();
    served.close();
  }

  private void create(String name) {
    client.sendPost(MODELS + "create", "{\"name\": \"%s\"}".formatted(name));
  }

  /** MLflow's client for Java sends files by Python alone. */
  private void upload(String path, String content) {
    HttpResponse<String> response =
        served.send(
            served
                .request(ARTIFACTS + "uploads/" + path, Scope.OPERATE)
                .PUT(HttpRequest.BodyPublishers.ofString(content)));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
  }

  private void publish(String name, String upload) {
    client.sendPost(
        VERSIONS + "create",
        """
        {"name": "%s", "source": "mlflow-artifacts:/uploads/%s", "run_id": "run1",
         "description": "the first", "tags": [{"key": "team", "value": "a"}]}
        """
            .formatted(name, upload));
  }

  private ModelRegistry.ModelVersion published(String name) {
    create(name);
    upload("u/model.bin", "parameters");
    publish(name, "u");
    return client.getModelVersion(name, "1");
  }

  private JsonNode tags(String name, String version) {
    HttpResponse<String> response =
        served.get("/api/2.0/mlflow/model-versions/get?name=" + name + "&version=" + version);
    return Served.json(response).path("model_version").path("tags");
  }

  @Test
  void registersAModelBeforeItHasAVersion() {
    client.sendPost(
        MODELS + "create",
        """
        {"name": "demand", "description": "of heat", "tags": [{"key": "a", "value": "b"}]}
        """);

    ModelRegistry.RegisteredModel model = client.getRegisteredModel("demand");

    assertThat(model.getName()).isEqualTo("demand");
    assertThat(model.getDescription()).isEqualTo("of heat");
    assertThat(model.getTags(0).getKey()).isEqualTo("a");
    assertThat(model.getTags(0).getValue()).isEqualTo("b");
    assertThat(model.getLatestVersionsCount()).isZero();
    assertThat(model.getCreationTimestamp()).isPositive();
    assertThat(registry.models()).isEmpty();
  }

  @Test
  void makesAVersionOfWhatWasSent() {
    ModelRegistry.ModelVersion version = published("demand");

    assertThat(version.getVersion()).isEqualTo("1");
    assertThat(version.getStatus()).isEqualTo(ModelRegistry.ModelVersionStatus.READY);
    assertThat(version.getSource()).isEqualTo("mlflow-artifacts:/uploads/u");
    assertThat(version.getRunId()).isEqualTo("run1");
    assertThat(version.getDescription()).isEqualTo("the first");
    assertThat(version.getCurrentStage()).isEqualTo("None");
    assertThat(tags("demand", "1").get(0).path("value").asText()).isEqualTo("a");
    ModelVersion kept = registry.resolve("demand", "1");
    assertThat(new String(registry.read(kept, "model.bin"), UTF_8)).isEqualTo("parameters");
    assertThat(kept.lineage().configuration())
        .containsEntry("mlflow.user", "operate-work")
        .containsEntry("mlflow.run_id", "run1");
  }

  @Test
  void forgetsWhatWasSentOnceItIsAVersion() {
    published("demand");

    assertThatThrownBy(() -> publish("demand", "u"))
        .isInstanceOf(MlflowHttpException.class)
        .hasMessageContaining("names an upload without files");
  }

  @Test
  void showsWhatTheNightlyTrainingPublished() {
    Models.publish(registry, "metrics", folder);

    ModelRegistry.ModelVersion version = client.getLatestVersions("metrics").get(0);

    assertThat(version.getVersion()).isEqualTo("1");
    assertThat(version.getUserId()).isEqualTo("almanac 0.1.0");
    assertThat(client.getModelVersionDownloadUri("metrics", "1"))
        .isEqualTo("mlflow-artifacts:/models/metrics/1");
    assertThat(tags("metrics", "1").get(0).path("key").asText()).isEqualTo("night");
  }

  @Test
  void copiesAVersionWithItsLineage() {
    ModelVersion original = Models.publish(registry, "metrics", folder);
    create("candidate");

    client.sendPost(
        VERSIONS + "create", "{\"name\": \"candidate\", \"source\": \"models:/metrics/1\"}");

    ModelVersion copy = registry.resolve("candidate", "1");
    assertThat(copy.files()).isEqualTo(original.files());
    assertThat(copy.details().evaluation()).isEqualTo(original.details().evaluation());
    assertThat(copy.lineage().backups()).isEqualTo(original.lineage().backups());
    assertThat(copy.lineage().configuration()).containsEntry("mlflow.source", "models:/metrics/1");
  }

  @Test
  void findsVersionsByFilterOrderAndPart() {
    for (int i = 0; i < 3; i++) {
      Models.publish(registry, "demand", folder);
      Models.publish(registry, "supply", folder);
    }

    ModelVersionsPage first =
        client.searchModelVersions("name = 'demand'", 2, List.of("version_number DESC"));
    ModelVersionsPage second =
        client.searchModelVersions(
            "name = 'demand'", 2, List.of("version_number DESC"), first.getNextPageToken().get());

    assertThat(first.getItems())
        .extracting(ModelRegistry.ModelVersion::getVersion)
        .containsExactly("3", "2");
    assertThat(second.getItems())
        .extracting(ModelRegistry.ModelVersion::getVersion)
        .containsExactly("1");
    assertThat(second.getNextPageToken()).isEmpty();
    assertThat(client.searchModelVersions().getItems()).hasSize(6);
    assertThat(client.searchModelVersions("tags.night = '2026-11-23'").getItems()).hasSize(6);
  }

  @Test
  void setsFindsAndDeletesAnAlias() {
    published("demand");

    client.sendPost(
        MODELS + "alias", "{\"name\": \"demand\", \"alias\": \"canary\", \"version\": \"1\"}");

    assertThat(client.getRegisteredModel("demand").getAliases(0).getAlias()).isEqualTo("canary");
    assertThat(client.sendGet(MODELS + "alias?name=demand&alias=canary"))
        .contains("\"version\":\"1\"");
    assertThat(registry.history("demand", "canary").get(0).change().actor())
        .isEqualTo("operate-work");

    delete(MODELS + "alias", Scope.OPERATE, "{\"name\": \"demand\", \"alias\": \"canary\"}");

    assertThat(client.getRegisteredModel("demand").getAliasesCount()).isZero();
    assertThat(registry.history("demand", "canary")).hasSize(2);
  }

  /** MLflow's client for Java has no way to send DELETE. */
  private HttpResponse<String> delete(String what, Scope scope, String json) {
    return served.send(
        served
            .request("/api/2.0/mlflow/" + what, scope)
            .header("Content-Type", "application/json")
            .method("DELETE", HttpRequest.BodyPublishers.ofString(json)));
  }

  @Test
  void changesWhatIsSaidOfAVersionAndNotTheVersion() {
    published("demand");
    ModelVersion before = registry.resolve("demand", "1");

    client.sendPost(
        VERSIONS + "set-tag",
        "{\"name\": \"demand\", \"version\": \"1\", \"key\": \"stage\", \"value\": \"x\"}");
    delete(
        VERSIONS + "delete-tag",
        Scope.OPERATE,
        "{\"name\": \"demand\", \"version\": \"1\", \"key\": \"team\"}");
    client.sendPatch(
        VERSIONS + "update",
        "{\"name\": \"demand\", \"version\": \"1\", \"description\": \"the best\"}");
    client.sendPost(MODELS + "set-tag", "{\"name\": \"demand\", \"key\": \"a\", \"value\": \"b\"}");
    client.sendPatch(MODELS + "update", "{\"name\": \"demand\", \"description\": \"of heat\"}");

    assertThat(tags("demand", "1")).hasSize(1);
    assertThat(tags("demand", "1").get(0).path("key").asText()).isEqualTo("stage");
    assertThat(client.getModelVersion("demand", "1").getDescription()).isEqualTo("the best");
    assertThat(client.getRegisteredModel("demand").getDescription()).isEqualTo("of heat");
    assertThat(registry.resolve("demand", "1")).isEqualTo(before);
  }

  @Test
  void deletesWithTheScopeAdminAndNotWhatAnAliasNames() {
    published("demand");
    registry.promote(registry.resolve("demand", "1").id(), "champion", Models.CHANGE);
    String version = "{\"name\": \"demand\", \"version\": \"1\"}";

    assertThat(delete(VERSIONS + "delete", Scope.OPERATE, version).statusCode()).isEqualTo(403);
    HttpResponse<String> named = delete(VERSIONS + "delete", Scope.ADMIN, version);
    assertThat(named.statusCode()).isEqualTo(409);
    assertThat(Served.json(named).path("error_code").asText()).isEqualTo("RESOURCE_CONFLICT");
    delete(MODELS + "alias", Scope.ADMIN, "{\"name\": \"demand\", \"alias\": \"champion\"}");
    assertThat(delete(VERSIONS + "delete", Scope.ADMIN, version).statusCode()).isEqualTo(200);

    assertThat(registry.versions("demand")).isEmpty();
    assertThat(client.getRegisteredModel("demand").getName()).isEqualTo("demand");
    assertThat(delete(MODELS + "delete", Scope.ADMIN, "{\"name\": \"demand\"}").statusCode())
        .isEqualTo(200);
    assertThat(client.sendGet(MODELS + "search")).isEqualTo("{\"registered_models\":[]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          registered-models/create | {"name": "Demand"}     | 400 | INVALID_PARAMETER_VALUE | begins with a letter
          registered-models/create | {}                     | 400 | INVALID_PARAMETER_VALUE | 'name' is missing
          registered-models/create | {"name": "taken"}      | 400 | RESOURCE_ALREADY_EXISTS | already exists
          registered-models/create | {"name": ["taken"]}    | 400 | INVALID_PARAMETER_VALUE | is no text
          registered-models/create | {"name": "a", "tags": [{"key": "a"}]} | 400 | INVALID_PARAMETER_VALUE | without a key and a value
          registered-models/create | [                      | 400 | BAD_REQUEST             | no JSON
          registered-models/rename | {"name": "taken", "new_name": "a"} | 400 | INVALID_PARAMETER_VALUE | a model keeps its name
          registered-models/alias  | {"name": "taken", "alias": "v1", "version": "1"} | 400 | INVALID_PARAMETER_VALUE | cannot be called v1
          registered-models/alias  | {"name": "taken", "alias": "a", "version": "9"}  | 404 | RESOURCE_DOES_NOT_EXIST | version=9
          model-versions/create    | {"name": "none", "source": "models:/a/1"}        | 404 | RESOURCE_DOES_NOT_EXIST | name=none
          model-versions/create    | {"name": "taken", "source": "s3://bucket/model"} | 400 | INVALID_PARAMETER_VALUE | names nothing whose bytes are kept here
          model-versions/create    | {"name": "taken", "source": "/etc"}              | 400 | INVALID_PARAMETER_VALUE | names nothing whose bytes are kept here
          model-versions/create    | {"name": "taken", "source": "mlflow-artifacts:/uploads/../../etc"} | 400 | INVALID_PARAMETER_VALUE | is none of uploads/NAME/FILE
          model-versions/create    | {"name": "taken", "source": "mlflow-artifacts:/uploads/a/../b"}    | 400 | INVALID_PARAMETER_VALUE | cannot be used
          model-versions/create    | {"name": "taken", "source": "models:/taken/7"}   | 404 | RESOURCE_DOES_NOT_EXIST | no model taken
          model-versions/transition-stage | {"name": "taken", "version": "1", "stage": "Production"} | 400 | INVALID_PARAMETER_VALUE | there are no stages
          """)
  void refusesInMlflowsWords(String call, String json, int status, String code, String message) {
    create("taken");

    HttpResponse<String> response = served.post("/api/2.0/mlflow/" + call, Scope.OPERATE, json);

    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(Served.json(response).path("error_code").asText()).isEqualTo(code);
    assertThat(Served.json(response).path("message").asText()).contains(message);
    assertThat(registry.models()).isEmpty();
  }

  @Test
  void refusesWithoutATokenInMlflowsWords() {
    HttpResponse<String> response =
        served.send(served.request("/api/2.0/mlflow/registered-models/search"));

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(Served.json(response).path("error_code").asText()).isEqualTo("UNAUTHENTICATED");
  }

  @Test
  void listsAndGivesFilesOfAVersion() throws IOException {
    create("demand");
    upload("u/model.bin", "parameters");
    upload("u/stages/0/metadata", "more");
    publish("demand", "u");

    JsonNode root = served.json("/api/2.0/mlflow-artifacts/artifacts?path=models/demand/1");
    JsonNode stages =
        served.json("/api/2.0/mlflow-artifacts/artifacts?path=models/demand/1/stages/0");

    assertThat(root.path("files").toString())
        .isEqualTo(
            "[{\"path\":\"model.bin\",\"is_dir\":false,\"file_size\":10},"
                + "{\"path\":\"stages\",\"is_dir\":true}]");
    assertThat(stages.path("files").get(0).path("path").asText()).isEqualTo("metadata");
    HttpResponse<String> file = served.get(ARTIFACTS + "models/demand/1/stages/0/metadata");
    assertThat(file.body()).isEqualTo("more");
  }

  @Test
  void keepsWhatIsSentToWhoeverSentIt() {
    create("demand");
    upload("u/model.bin", "parameters");

    HttpResponse<String> response =
        served.post(
            "/api/2.0/mlflow/model-versions/create",
            Scope.ADMIN,
            "{\"name\": \"demand\", \"source\": \"mlflow-artifacts:/uploads/u\"}");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("names an upload without files");
  }
}
