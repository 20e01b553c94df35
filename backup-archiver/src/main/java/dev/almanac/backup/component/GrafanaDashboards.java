package dev.almanac.backup.component;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The dashboards and folders of a Grafana, and on request its data sources without their secrets,
 * by its HTTP API.
 *
 * <p>{@code dashboards/<uid>.json} is what {@code POST /api/dashboards/db} takes to make the
 * dashboard again.
 */
public final class GrafanaDashboards implements ComponentSource {

  private static final int PAGE = 1000;
  private static final int MOST_PAGES = 50;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Pages of the search came with Grafana 6.2; before, a part would pass for the whole. */
  private static final int[] OLDEST = {6, 2};

  private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(?:\\D.*)?");
  private static final Pattern UID = Pattern.compile("[A-Za-z0-9_-]{1,80}");

  /** The same line ends on every system. */
  private static final ObjectWriter WRITER =
      new ObjectMapper()
          .writer(
              new DefaultPrettyPrinter()
                  .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                  .withArrayIndenter(new DefaultIndenter("  ", "\n")));

  private final URI url;
  private final Supplier<String> token;
  private final boolean dataSources;

  /**
   * @param url the base of the Grafana
   * @param token gives the token of a service account with the role Viewer; asked when it is needed
   * @param dataSources whether to keep the data sources too, which takes the role Admin
   */
  public GrafanaDashboards(URI url, Supplier<String> token, boolean dataSources) {
    this.url = url;
    this.token = token;
    this.dataSources = dataSources;
  }

  @Override
  public String kind() {
    return "dashboards";
  }

  @Override
  public String name() {
    return "grafana";
  }

  @Override
  public GatheredFiles gather() {
    GrafanaHttp grafana = new GrafanaHttp(url, token.get(), PATIENCE);
    requireVersion(grafana.get("/api/health"));
    List<ComponentFile> files = new ArrayList<>();
    files.add(file("folders.json", folders(grafana)));
    for (String uid : search(grafana, "dash-db").keySet()) {
      files.add(file("dashboards/" + uid + ".json", dashboard(grafana, uid)));
    }
    if (dataSources) {
      files.add(file("datasources.json", DataSources.withoutSecrets(grafana)));
    }
    return GatheredFiles.of(files);
  }

  private void requireVersion(JsonNode health) {
    String version = health.path("version").asText("");
    Matcher parts = VERSION.matcher(version);
    if (version.isEmpty()) {
      // Grafana can be told to hide it (auth.anonymous.hide_version); then it is recent enough.
      if (health.path("database").isMissingNode()) {
        throw new ComponentException(url + "/api/health is not that of a Grafana");
      }
      return;
    }
    if (parts.matches()) {
      int major = Integer.parseInt(parts.group(1));
      int minor = Integer.parseInt(parts.group(2));
      if (major > OLDEST[0] || (major == OLDEST[0] && minor >= OLDEST[1])) {
        return;
      }
    }
    throw new ComponentException(
        "expected Grafana 6.2 or later at " + url + ", found version \"" + version + "\"");
  }

  private JsonNode folders(GrafanaHttp grafana) {
    ArrayNode folders = JsonNodeFactory.instance.arrayNode();
    search(grafana, "dash-folder")
        .forEach(
            (uid, hit) -> {
              ObjectNode folder = folders.addObject();
              folder.put("uid", uid);
              folder.put("title", hit.path("title").asText(""));
              if (!hit.path("folderUid").asText("").isEmpty()) {
                folder.put("parentUid", hit.path("folderUid").asText());
              }
            });
    return folders;
  }

  /** Everything of a type that the token may see, page by page, in order of uids. */
  private Map<String, JsonNode> search(GrafanaHttp grafana, String type) {
    TreeMap<String, JsonNode> hits = new TreeMap<>();
    for (int page = 1; page <= MOST_PAGES; page++) {
      String path = "/api/search?type=" + type + "&limit=" + PAGE + "&page=" + page;
      JsonNode found = grafana.get(path);
      if (!found.isArray()) {
        throw new ComponentException(url + path + ": expected a list, found something else");
      }
      int before = hits.size();
      for (JsonNode hit : found) {
        hits.put(uid(hit, path), hit);
      }
      if (found.size() < PAGE) {
        return hits;
      }
      if (hits.size() == before) {
        throw new ComponentException(
            url + path + " gives the same page again; something between here and Grafana is wrong");
      }
    }
    throw new ComponentException(
        "more than " + PAGE * MOST_PAGES + " hits of type " + type + " at " + url);
  }

  private String uid(JsonNode hit, String path) {
    String uid = hit.path("uid").asText("");
    if (!UID.matcher(uid).matches()) {
      throw new ComponentException(
          url
              + path
              + ": expected uids of letters, digits, - and _, found \""
              + uid.replaceAll("[\\p{Cntrl}]", "?")
              + "\"");
    }
    return uid;
  }

  private JsonNode dashboard(GrafanaHttp grafana, String uid) {
    JsonNode answer = grafana.get("/api/dashboards/uid/" + uid);
    if (!(answer.get("dashboard") instanceof ObjectNode dashboard)) {
      throw new ComponentException(
          url + "/api/dashboards/uid/" + uid + ": expected a dashboard, found none");
    }
    // The number is of this Grafana's database; null lets another give its own.
    dashboard.putNull("id");
    ObjectNode file = JsonNodeFactory.instance.objectNode();
    file.set("dashboard", dashboard);
    file.put("folderUid", answer.path("meta").path("folderUid").asText(""));
    return file;
  }

  private static ComponentFile file(String path, JsonNode content) {
    try {
      byte[] json = (WRITER.writeValueAsString(content) + "\n").getBytes(StandardCharsets.UTF_8);
      return new ComponentFile(path, ComponentFile.PLAIN, FileContent.of(json));
    } catch (JsonProcessingException e) {
      throw new AssertionError("a JSON tree can be written", e);
    }
  }
}
