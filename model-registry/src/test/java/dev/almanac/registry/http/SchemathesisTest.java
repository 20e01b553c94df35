package dev.almanac.registry.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.registry.Models;
import dev.almanac.registry.Registry;
import dev.almanac.registry.token.Scope;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that a foreign program makes up from the description. */
@Tag("needs-all")
class SchemathesisTest {

  @Test
  void findsNoAnswerThatIsNotDescribedAndNoDefect(@TempDir Path folder) throws Exception {
    Path said = folder.resolve("said");
    try (Served served = Served.over(folder)) {
      Models.publish(new Registry(served.store()), "demand", folder);
      int exit =
          new ProcessBuilder(
                  "schemathesis",
                  "run",
                  served.url() + "/openapi.json",
                  "--header",
                  "Authorization: Bearer " + served.secret(Scope.OPERATE),
                  "--checks",
                  "not_a_server_error,status_code_conformance,content_type_conformance,"
                      + "response_schema_conformance",
                  "--max-examples",
                  "20",
                  "--seed",
                  "1")
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start()
              .waitFor();

      assertThat(exit).as(Files.readString(said)).isZero();
    }
  }
}
