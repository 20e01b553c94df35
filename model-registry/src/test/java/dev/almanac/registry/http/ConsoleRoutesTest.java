package dev.almanac.registry.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of the console, as a browser is given them. */
class ConsoleRoutesTest {

  private static final Pattern IN_PAGE = Pattern.compile("(?:src|href)=\"(console/[^\"]+)\"");
  private static final Pattern IN_MODULE = Pattern.compile("from \"\\./([^\"]+)\"");
  private static final int MOST_BYTES = 200_000;

  private static Served served;

  @BeforeAll
  static void serve(@TempDir Path folder) {
    served = Served.over(folder);
  }

  @AfterAll
  static void stop() {
    served.close();
  }

  private static HttpResponse<String> get(String path) {
    HttpResponse<String> response = served.send(served.request(path));
    assertThat(response.statusCode()).as(path).isEqualTo(200);
    return response;
  }

  /** The page and all that it names, and what that names. */
  private static Set<String> files() {
    Set<String> files = new LinkedHashSet<>();
    IN_PAGE
        .matcher(get("/").body())
        .results()
        .map(found -> "/" + found.group(1))
        .forEach(files::add);
    Set<String> modules = new LinkedHashSet<>();
    for (String file : files) {
      IN_MODULE
          .matcher(get(file).body())
          .results()
          .map((MatchResult found) -> "/console/" + found.group(1))
          .forEach(modules::add);
    }
    files.addAll(modules);
    return files;
  }

  @Test
  void needsNoTokenAndNamesNothingThatIsNotThere() {
    assertThat(files()).contains("/console/app.mjs", "/console/series.mjs", "/console/almanac.css");
    files().forEach(ConsoleRoutesTest::get);
    assertThat(get("/").headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
    assertThat(get("/console/app.mjs").headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/javascript");
  }

  @Test
  void hasNothingInlineForThePolicyToForbid() {
    assertThat(get("/").body()).doesNotContain("<style", " style=", " onclick=", "<script>");
    for (String file : files()) {
      if (!file.contains("uPlot")) {
        assertThat(get(file).body())
            .as(file)
            .doesNotContain("innerHTML", "eval(", "new Function", "\"style\"", "https://");
      }
    }
  }

  @Test
  void isSentOnceAndThenOnlyConfirmed() {
    for (String file : files()) {
      String tag = get(file).headers().firstValue("ETag").orElseThrow();
      assertThat(served.send(served.request(file).header("If-None-Match", tag)).statusCode())
          .as(file)
          .isEqualTo(304);
    }
  }

  @Test
  void isSmallWhenItIsPacked() throws Exception {
    Set<String> files = files();
    files.add("/");
    long bytes = 0;
    for (String file : files) {
      bytes +=
          HttpClient.newHttpClient()
              .send(
                  served.request(file).header("Accept-Encoding", "gzip").build(),
                  HttpResponse.BodyHandlers.ofByteArray())
              .body()
              .length;
    }

    assertThat(bytes).isLessThan(MOST_BYTES);
  }

  @Test
  void hasNoFileThatWasMadeUp() {
    HttpResponse<String> response = served.send(served.request("/console/secrets.mjs"));

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(Served.json(response).path("detail").asText())
        .isEqualTo("the console has no file \"secrets.mjs\"");
  }
}
