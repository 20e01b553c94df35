package dev.almanac.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A JVM that only interprets, or compiles at once, learns the very same bytes. */
class SameInEveryJvmTest {

  /** What the other JVMs run. */
  static final class Learn {
    private Learn() {}

    public static void main(String[] args) {
      System.out.println(digest());
    }
  }

  private static int digest() {
    ForecastOptions options = ForecastOptions.of(24);
    int digest = 0;
    for (int seed = 0; seed < 3; seed++) {
      SeriesModel model =
          Series.fitted(Forecasters.ensemble(), Series.daily(400, seed), options).model();
      digest = 31 * digest + Arrays.hashCode(ModelCodec.encode(model));
    }
    return digest;
  }

  private static String learned(String... options) throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder builder = new ProcessBuilder(java);
    builder.command().addAll(Arrays.asList(options));
    builder
        .command()
        .addAll(Arrays.asList("-cp", System.getProperty("java.class.path"), Learn.class.getName()));
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return out.strip();
  }

  @Test
  void learnsTheSameBytesInterpretedAndCompiled() throws IOException, InterruptedException {
    String expected = String.valueOf(digest());

    assertThat(learned("-Xint")).isEqualTo(expected);
    assertThat(learned("-XX:TieredStopAtLevel=1")).isEqualTo(expected);
    assertThat(learned("-XX:-TieredCompilation")).isEqualTo(expected);
  }
}
