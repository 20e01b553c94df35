package dev.almanac.archive;

import static dev.almanac.archive.SampleData.DAY;
import static dev.almanac.archive.SampleData.labels;
import static dev.almanac.archive.SampleData.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Needs Python and its package index; the default run leaves it out. */
@Tag("needs-all")
class PyArrowReadsTest {

  private static final String PYARROW = "pyarrow==26.0.1";
  private static final Path VENV = Path.of("target", "pyarrow");
  private static final Path PYTHON = VENV.resolve("bin").resolve("python");

  @TempDir private Path folder;

  @BeforeAll
  static void install() throws IOException, InterruptedException {
    if (!Files.exists(PYTHON)) {
      execute("python3", "-m", "venv", VENV.toString());
    }
    execute(PYTHON.toString(), "-m", "pip", "install", "--quiet", PYARROW);
  }

  @ParameterizedTest
  @EnumSource(PageEncodings.class)
  void computesTheBitsOfEveryValue(PageEncodings encodings) throws Exception {
    Random random = new Random(23);
    SampleData data = new SampleData();
    List<String> expected = new ArrayList<>();
    for (int series = 0; series < 4; series++) {
      long[] bits = new long[500];
      for (int i = 0; i < bits.length; i++) {
        bits[i] = value(random, series);
        expected.add("%016x".formatted(bits[i]));
      }
      data.add(labels("m", "i", "" + series), run(DAY, true, bits));
    }
    List<PartFile> files =
        data.write(folder, ArchiveSettings.DEFAULT.withEncodings(encodings).withRows(300, 700));

    assertThat(
            execute(
                PYTHON.toString(),
                script(),
                SampleData.path(files, ArchiveKind.SAMPLES).toString()))
        .isEqualTo(expected);
  }

  /** Decimals, full doubles, raw bits, and nothing but whole numbers. */
  private static long value(Random random, int series) {
    return switch (series) {
      case 0 -> Double.doubleToRawLongBits(random.nextInt(100_000) / 1000.0);
      case 1 -> Double.doubleToRawLongBits(random.nextGaussian());
      case 2 -> random.nextInt(3) == 0 ? random.nextLong() : SampleData.STALE;
      default -> Double.doubleToRawLongBits(random.nextInt(100));
    };
  }

  private static String script() throws URISyntaxException {
    return Path.of(PyArrowReadsTest.class.getResource("/archive/read_archive.py").toURI())
        .toString();
  }

  private static List<String> execute(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.lines().toList();
  }
}
