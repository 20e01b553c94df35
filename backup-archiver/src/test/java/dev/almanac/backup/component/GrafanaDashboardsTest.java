package dev.almanac.backup.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrafanaDashboardsTest {

  @TempDir Path folder;
  private final GrafanaFake grafana = new GrafanaFake();

  @AfterEach
  void stop() {
    grafana.close();
  }

  private GrafanaDashboards dashboards(boolean dataSources) {
    return new GrafanaDashboards(grafana.url(), () -> GrafanaFake.TOKEN, dataSources);
  }

  private Map<String, String> gather() throws IOException {
    return gather(dashboards(false));
  }

  private static Map<String, String> gather(GrafanaDashboards dashboards) throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    for (ComponentFile file : dashboards.gather().files()) {
      try (InputStream content = file.content().open()) {
        files.put(file.path(), new String(content.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return files;
  }

  private void failsWith(String message) {
    assertThatThrownBy(this::gather)
        .isInstanceOf(ComponentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void keepsEveryDashboardAsGrafanaTakesItBack() throws IOException {
    grafana.dashboard("node-1", "{\"id\": 7, \"uid\": \"node-1\", \"title\": \"Node\"}");

    assertThat(gather().get("dashboards/node-1.json"))
        .isEqualTo(
            """
            {
              "dashboard" : {
                "id" : null,
                "uid" : "node-1",
                "title" : "Node"
              },
              "folderUid" : "ops"
            }
            """);
  }

  @Test
  void keepsFoldersAndTheirParents() throws IOException {
    assertThat(gather().get("folders.json"))
        .isEqualToIgnoringWhitespace(
            """
            [ {"uid" : "db", "title" : "Databases", "parentUid" : "ops"},
              {"uid" : "ops", "title" : "Ops"} ]
            """);
  }

  @Test
  void keepsEveryDigitOfANumber() throws IOException {
    grafana.dashboard("x", "{\"max\": 0.10000000000000000001, \"big\": 12345678901234567890}");

    assertThat(gather().get("dashboards/x.json"))
        .contains("0.10000000000000000001")
        .contains("12345678901234567890");
  }

  @Test
  void asksForPageAfterPage() throws IOException {
    for (int i = 0; i < 2001; i++) {
      grafana.dashboard("d" + i, "{}");
    }

    assertThat(gather()).hasSize(2002);
    assertThat(grafana.requests())
        .contains("/api/search?type=dash-db&limit=1000&page=3")
        .doesNotContain("/api/search?type=dash-db&limit=1000&page=4");
  }

  @Test
  void seesThatAPageComesAgainAndAgain() {
    StringBuilder page = new StringBuilder("[{\"uid\": \"d\"}");
    grafana.answering("/api/search", page.append(",{\"uid\": \"d\"}".repeat(999)) + "]");

    failsWith("gives the same page again");
  }

  @Test
  void keepsDataSourcesWithoutTheirSecretsWhereAsked() throws IOException {
    grafana.answering(
        "/api/datasources",
        """
        [{"uid": "p", "name": "Prometheus", "type": "prometheus", "url": "http://prometheus:9090",
          "password": "hunter2", "basicAuthUser": "admin", "basicAuthPassword": "hunter2",
          "secureJsonData": {"httpHeaderValue1": "hunter2"},
          "jsonData": {"timeInterval": "15s", "httpHeaderName1": "hunter2"}},
         {"uid": "q", "url": "http://admin:hunter2@prometheus:9090"}]
        """);

    assertThat(gather(dashboards(true)).get("datasources.json"))
        .contains("http://prometheus:9090", "15s", "\"uid\" : \"q\"")
        .doesNotContain("hunter2");
  }

  @Test
  void asksForNoDataSourcesOtherwise() throws IOException {
    assertThat(gather()).doesNotContainKey("datasources.json");
    assertThat(grafana.requests()).doesNotContain("/api/datasources");
  }

  @ParameterizedTest
  @CsvSource({
    "401, does not know the token",
    "403, give it the role Viewer",
    "404, is this the base URL of a Grafana",
    "302, a redirect to http://elsewhere.example/login",
    "500, its log may say why"
  })
  void saysWhatARefusalMeans(int status, String message) {
    grafana.failing("/api/search", status);

    failsWith("/api/search?type=dash-folder&limit=1000&page=1 answered " + status);
    failsWith(message);
  }

  @Test
  void saysThatTheTokenIsNotKnown() {
    GrafanaDashboards wrong = new GrafanaDashboards(grafana.url(), () -> "glsa_wrong", false);

    assertThatThrownBy(wrong::gather)
        .hasMessageContaining("answered 401")
        .hasMessageNotContaining("glsa_wrong");
  }

  @Test
  void saysThatNothingAnswers() {
    URI url = grafana.url();
    grafana.close();

    failsWith("no Grafana answers at " + url);
  }

  @ParameterizedTest
  @ValueSource(strings = {"5.4.3", "6.1", "old", "6"})
  void refusesAVersionWithoutPages(String version) {
    grafana.answering("/api/health", "{\"version\": \"" + version + "\"}");

    failsWith("expected Grafana 6.2 or later at " + grafana.url() + ", found version \"" + version);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"version\": \"6.2.0\"}",
        "{\"version\": \"12.0.1+security-01\"}",
        "{\"database\": \"ok\"}"
      })
  void takesAnyLaterVersionAndOneThatIsHidden(String health) throws IOException {
    grafana.answering("/api/health", health);

    assertThat(gather()).containsKey("folders.json");
  }

  @Test
  void seesThatItIsAnotherServer() {
    grafana.answering("/api/health", "<html>");
    failsWith("is not JSON; is this a Grafana?");

    grafana.answering("/api/health", "{}");
    failsWith("is not that of a Grafana");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../etc/cron.d/x", "", "a/b", "a b"})
  void refusesAUidThatIsNone(String uid) {
    grafana.answering("/api/search", "[{\"uid\": \"" + uid + "\"}]");

    failsWith("expected uids of letters, digits, - and _, found \"" + uid + "\"");
  }

  @Test
  void namesADashboardThatWentAwayMeanwhile() {
    grafana.dashboard("gone", "{}").failing("/api/dashboards/uid/gone", 404);

    failsWith("/api/dashboards/uid/gone answered 404");
  }

  @Test
  void takesTheTokenFromAFileBeforeTheEnvironment() throws IOException {
    Path file = Files.writeString(folder.resolve("t"), "glsa_of_file\n");

    assertThat(new GrafanaToken(Optional.of(file), name -> "glsa_of_environment").get())
        .isEqualTo("glsa_of_file");
    assertThat(new GrafanaToken(Optional.empty(), Map.of("GRAFANA_TOKEN", "e")::get).get())
        .isEqualTo("e");
  }

  @Test
  void saysWhereATokenIsMissing() {
    assertThatThrownBy(() -> new GrafanaToken(Optional.empty(), name -> null).get())
        .hasMessageContaining("no token for Grafana in the environment's GRAFANA_TOKEN");
    assertThatThrownBy(
            () -> new GrafanaToken(Optional.of(folder.resolve("none")), name -> "x").get())
        .hasMessageContaining("none cannot be read: NoSuchFileException");
  }

  @Test
  void showsNoTokenThatIsMalformed() {
    assertThatThrownBy(() -> new GrafanaToken(Optional.empty(), name -> "glsa\nx").get())
        .isInstanceOf(ComponentException.class)
        .hasMessageNotContaining("glsa");
  }
}
