package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.registry.ModelFile;
import dev.almanac.registry.ModelVersion;
import dev.almanac.registry.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands with the registry of another archive, which is served. */
@Timeout(600)
class RemoteRegistryTest {

  private static final String SERIES = "cpu_utilisation_percent";

  @TempDir private static Path scratch;
  private static Path archive;
  private static Path elsewhere;
  private static String secret;
  private static ServedArchive served;
  private static CommandRun remote;

  @BeforeAll
  static void train() throws IOException {
    archive = TrainedArchive.archive(scratch, 8);
    elsewhere = scratch.resolve("elsewhere");
    secret = ServedArchive.token(elsewhere, "trainer", "operate");
    served = ServedArchive.start(scratch, elsewhere, secret, 0);
    Path config = Files.writeString(scratch.resolve("training.yaml"), TrainedArchive.CONFIG);
    String[] train = {"train", "--archive", archive.toString(), "--config", config.toString()};
    assertThat(CommandRun.of(train).exit()).isEqualTo(ExitCode.DONE);
    remote = remotely(train);
  }

  @AfterAll
  static void stop() {
    served.close();
  }

  private static CommandRun remotely(String... words) {
    return remotely(Map.of("ALMANAC_TOKEN", secret), words);
  }

  private static CommandRun remotely(Map<String, String> environment, String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--registry", served.url()));
    return CommandRun.of(environment, "", all.toArray(String[]::new));
  }

  @Test
  void publishesTheSameBytesThatItPublishesIntoAnArchive() {
    assertThat(remote.exit()).as(remote.err()).isEqualTo(ExitCode.DONE);

    try (BlobStore here = BlobStores.open(archive.toString());
        BlobStore there = BlobStores.open(elsewhere.toString())) {
      Registry registry = new Registry(there);
      ModelVersion own = new Registry(here).resolve("metrics", "champion");
      ModelVersion sent = registry.resolve("metrics", "champion");

      assertThat(models(sent)).isNotEmpty().isEqualTo(models(own));
      assertThat(sent.details().evaluation()).isEqualTo(own.details().evaluation());
      assertThat(sent.details().metrics()).isEqualTo(own.details().metrics());
      assertThat(sent.lineage().backups()).isEqualTo(own.lineage().backups());
      assertThat(registry.verify(version -> {})).isEmpty();
      assertThat(registry.history("metrics", "champion").get(0).change().actor())
          .isEqualTo("trainer");
    }
  }

  /** The stage of Flink ML beside them says when it was saved. */
  private static List<ModelFile> models(ModelVersion version) {
    return version.files().stream().filter(file -> file.name().endsWith(".models")).toList();
  }

  @Test
  void forecastsByIt() {
    String[] forecast = {
      "forecast", "--archive", archive.toString(), "--series", SERIES, "--horizon", "3h", "--json"
    };

    CommandRun own = CommandRun.of(forecast);
    CommandRun sent = remotely(forecast);

    assertThat(sent.exit()).as(sent.err()).isEqualTo(ExitCode.DONE);
    assertThat(sent.out()).isEqualTo(own.out());
  }

  @Test
  void showsAndMovesItsAliases() {
    JsonNode shown = remotely("models", "show", "metrics", "1", "--json").json();
    assertThat(shown)
        .isEqualTo(
            CommandRun.of("models", "show", "metrics", "1", "--json", "--archive", elsewhere + "")
                .json());
    assertThat(remotely("models", "list", "--json").json())
        .isEqualTo(CommandRun.of("models", "list", "--json", "--archive", elsewhere + "").json());

    CommandRun promoted =
        remotely(
            "models", "promote", "metrics", "1", "--alias", "canary", "--reason", "why", "--json");
    assertThat(promoted.json().path("reason").asText()).isEqualTo("why");
    assertThat(remotely("models", "promote", "metrics", "1", "--alias", "canary").exit())
        .isEqualTo(ExitCode.DONE);
    CommandRun nothingBefore = remotely("models", "rollback", "metrics", "--alias", "canary");
    assertThat(nothingBefore.exit()).as(nothingBefore.out()).isEqualTo(ExitCode.FAILED);
    assertThat(remotely("models", "diff", "metrics", "1", "1").exit()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void replaysWithIt() {
    String[] replay = {
      "replay", "--archive", archive.toString(), "--series", SERIES, "--warm-up", "1d", "--json"
    };

    CommandRun own = CommandRun.of(replay);
    CommandRun sent = remotely(replay);

    assertThat(sent.exit()).as(sent.err()).isEqualTo(own.exit());
  }

  @Test
  void saysWhyItIsNotLetIn() {
    CommandRun wrong = remotely(Map.of("ALMANAC_TOKEN", "almanac_wrong"), "models", "list");
    CommandRun none = remotely(Map.of(), "models", "list");

    assertThat(wrong.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(wrong.err())
        .contains("the token is unknown", "ALMANAC_TOKEN")
        .doesNotContain("almanac_wrong", "internal error");
    assertThat(none.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(none.err()).contains("ALMANAC_TOKEN");
  }

  @Test
  void takesTheTokenFromAFileThatOthersCannotRead() throws IOException {
    Path file = Files.writeString(scratch.resolve("token"), secret + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    String[] list = {"models", "list", "--token-file", file.toString()};

    CommandRun open = remotely(Map.of(), list);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    CommandRun closed = remotely(Map.of(), list);

    assertThat(open.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(open.err()).contains("chmod 600");
    assertThat(closed.exit()).as(closed.err()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void sendsNoTokenOverAnOpenNetwork() {
    CommandRun run =
        CommandRun.of(
            Map.of("ALMANAC_TOKEN", secret),
            "",
            "models",
            "list",
            "--registry",
            "http://192.0.2.1");

    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("https://").doesNotContain(secret);
  }
}
