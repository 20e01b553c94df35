package dev.almanac.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/format/manifest.md} to what is really written. */
class ManifestDocumentTest {

  private static final Pattern TABLE_ROW =
      Pattern.compile("^\\| (`[^|\n]*) \\|[^|\n]*\\|[^|\n]*\\|.*\\|$", Pattern.MULTILINE);
  private static final Pattern NAME = Pattern.compile("`([a-z0-9_.\\[\\]]+)`");

  private String document;

  @BeforeEach
  void readDocument() throws IOException {
    document = Files.readString(Path.of("..", "docs", "format", "manifest.md"));
  }

  private String example(String key) {
    Matcher json =
        Pattern.compile("```json\n(\\{\n  \"" + key + "\".*?\n)```", Pattern.DOTALL)
            .matcher(document);
    assertThat(json.find()).isTrue();
    return json.group(1);
  }

  @Test
  void showsAManifestAsItIsWritten() {
    String example = example("format");

    Manifest manifest = ManifestCodec.read(Manifests.utf8(example), "manifest.md");

    assertThat(new String(ManifestCodec.write(manifest), StandardCharsets.UTF_8))
        .isEqualTo(example);
    assertThat(manifest.totals().blockBytes()).isEqualTo(manifest.blocks().get(0).bytes());
    assertThat(manifest.totals().archiveBytes())
        .isEqualTo(manifest.files().stream().mapToLong(ArchivedFile::size).sum());
  }

  @Test
  void showsALockEntryAsItIsWritten() {
    String example = example("token");

    LockEntry entry = LockEntry.read(Manifests.utf8(example), 1, "manifest.md");

    assertThat(new String(entry.json(), StandardCharsets.UTF_8)).isEqualTo(example);
  }

  @Test
  void showsAHistoryRecordAsItIsWritten() {
    document = document.substring(document.indexOf("## The history"));
    String example = example("format");

    History history = HistoryCodec.read(Manifests.utf8(example), "manifest.md");

    assertThat(new String(HistoryCodec.write(history), StandardCharsets.UTF_8)).isEqualTo(example);
  }

  @Test
  void namesEveryFieldAndNoOther() throws IOException {
    Set<String> written = new TreeSet<>();
    collect("", new ObjectMapper().readTree(Manifests.golden("v1-known.json")), written);
    Set<String> named = new TreeSet<>();
    for (MatchResult row : TABLE_ROW.matcher(document).results().toList()) {
      NAME.matcher(row.group(1)).results().forEach(name -> named.add(name.group(1)));
    }

    assertThat(named).isEqualTo(written);
  }

  private static void collect(String path, JsonNode node, Set<String> into) {
    if (node.isArray()) {
      node.forEach(element -> collect(path + "[]", element, into));
    } else if (node.isObject() && !path.endsWith("labels")) {
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
