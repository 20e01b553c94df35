package dev.almanac.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds {@code docs/format/registry.md} to what is really written. */
class RegistryDocumentTest {

  private static final Pattern TABLE_ROW =
      Pattern.compile("^\\| (`[^|\n]*) \\|[^|\n]*\\|.*\\|$", Pattern.MULTILINE);
  private static final Pattern NAME = Pattern.compile("`([a-z0-9_.\\[\\]]+)`");

  private String document;

  @BeforeEach
  void readDocument() throws IOException {
    document = Files.readString(Path.of("..", "docs", "format", "registry.md"));
  }

  private static String golden(String key) throws IOException, URISyntaxException {
    return Files.readString(
        Path.of(RegistryDocumentTest.class.getResource("/registry/v1/registry/" + key).toURI()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "catalog/demand/00000003.json",
        "aliases/demand/champion/00000003.json",
        "deleted/demand/00000001.json"
      })
  void showsDocumentsAsTheyAreWritten(String key) throws IOException, URISyntaxException {
    assertThat(document).contains("```json\n" + golden(key) + "```");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "catalog/demand/00000003.json",
        "aliases/demand/champion/00000003.json",
        "reports/demand/00000003/00000001.json",
        "notes/demand/00000003/00000001.json",
        "failures/demand/00000001.json"
      })
  void namesEveryField(String key) throws IOException, URISyntaxException {
    Set<String> written = new TreeSet<>();
    collect("", new ObjectMapper().readTree(golden(key)), written);

    assertThat(named()).containsAll(written);
  }

  @Test
  void namesNoFieldThatIsNotWritten() throws IOException, URISyntaxException {
    Set<String> written = new TreeSet<>();
    for (String key :
        new String[] {
          "catalog/demand/00000003.json",
          "aliases/demand/champion/00000003.json",
          "reports/demand/00000003/00000001.json",
          "notes/demand/00000003/00000001.json",
          "failures/demand/00000001.json"
        }) {
      collect("", new ObjectMapper().readTree(golden(key)), written);
    }

    assertThat(written).containsAll(named());
  }

  private Set<String> named() {
    Set<String> named = new TreeSet<>();
    for (MatchResult row : TABLE_ROW.matcher(document).results().toList()) {
      NAME.matcher(row.group(1)).results().forEach(name -> named.add(name.group(1)));
    }
    return named;
  }

  private static void collect(String path, JsonNode node, Set<String> into) {
    if (node.isArray()) {
      node.forEach(element -> collect(path + "[]", element, into));
    } else if (node.isObject()
        && !Set.of("lineage.configuration", "metrics", "tags", "rule", "checks[]").contains(path)) {
      node.properties()
          .forEach(
              field -> {
                String name = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
                into.add(name);
                collect(name, field.getValue(), into);
              });
    }
  }
}
